# Before anybody's words are posted, the bot looks who could read them.
zone Europe/Paris   now 2026-03-27 18:00

ana: /setup @ben Europe/Paris 20:30
bot → ana: …
| [I agree] [Not now]
ana: [press I agree]
bot → ana: …
bot: …
| [Read and decide]
ben: [press Read and decide]
bot → ben: …
| [I agree] [Not now]
ben: [press I agree]
bot → ben: …
bot: [edit] …
bot: …
| [Try one now]

ana: /prompt
bot: …
| [Answer] [Another one] [Why this?]
ana → bot: The attic, when it rained
bot → ana: Kept. It stays sealed until ben has answered too.
| It went to this one:
| …
| [Not an answer] [Change] [Take back]
bot: [edit] …
| One answer is waiting.
| [Answer] [Why this?]

# Carla is let into the place. From now on words are held back; the place is told once, and each of the two privately what to change.
readers: carla
bot: I hold our words back for now: somebody else could read this place.
bot → ana: Somebody besides you two can read your place, perhaps another bot or a bridge. Remove them, or move to a place of your own. Until then your words are held back and nothing is lost.
bot → ben: Somebody besides you two can read your place, perhaps another bot or a bridge. Remove them, or move to a place of your own. Until then your words are held back and nothing is lost.
ben → bot: The garden wall
bot → ben: Kept. Both answers are shown in two minutes, unless you write on.
| It went to this one:
| …
| [Not an answer] [Change] [Take back]
@ +1d
bot: [edit] …
| Both answers are in.
| [Why this?]

# Nothing is lost, and no clock runs meanwhile.
ben: /doctor
bot → ben: How things are here:
| - I can use buttons, forms, changes to my messages and reactions here.
| - Everything stays on this machine.
| - Somebody else can read the place, so your words are held back.
| - Held back until that changes; then it comes by itself.
| - I can write to you privately.
| - My clock, in your zone Paris time: Saturday 28 March, 18:00. Zone data: 2026f.
| What comes next, on your clock:
| - check-in: Sunday 29 March, 08:30
| - gratitude: Saturday 28 March, 20:30
| - question: not on a schedule
| The last hours without a post, newest first:
| - check-in, Saturday 28 March, 08:30: somebody else could have read it
| - gratitude, Friday 27 March, 20:30: somebody else could have read it

# Carla leaves. What was held back comes now.
readers: nobody
bot: It is just the two of you again. We go on.
bot: Both of you have answered.
| You were asked:
| …
| ana
| > The attic, when it rained
| ben
| > The garden wall
| [Reflect back] [More like this] [Not for us]
@ +1h
