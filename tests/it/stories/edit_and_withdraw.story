# What somebody wrote stays theirs to change and to take back. Nobody can change the other's words.
zone Europe/Paris   now 2026-03-27 09:00

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

# Gratitude is open at once: the answers fill in the day's own post.
@ 20:30
bot: Gratitude
| …
| [Answer] [Another one] [Why this?]
ana: You fixed the lamp
bot: [react ✅]
bot: [edit] Gratitude
| …
| ana
| > You fixed the lamp
| [Answer] [Why this?]
ben → bot: You wiated for me at the station
bot → ben: Thank you, it is in the post.
| It went to this one:
| …
| [Not an answer] [Change] [Take back]
bot: [edit] Gratitude
| …
| ana
| > You fixed the lamp
| ben
| > You wiated for me at the station
| [Answer] [Why this?]

# Ben mends his spelling. As Ana could already read it, it is marked as edited.
ben → bot: [edit You waited for me at the station]
bot: [edit] Gratitude
| …
| ana
| > You fixed the lamp
| ben (edited)
| > You waited for me at the station
| [Answer] [Why this?]
bot → ben: Changed.

# Ana deletes her message. Her words are gone from the bot's post, too.
ana: [withdraw]
bot: [edit] Gratitude
| …
| ben (edited)
| > You waited for me at the station
| [Answer] [Why this?]

# She can answer again, as long as the round is open.
ana: /gratitude You fixed the lamp, and the chair
bot → ana: Thank you, it is in the post.
| [Change] [Take back]
bot: [edit] Gratitude
| …
| ana
| > You fixed the lamp, and the chair
| ben (edited)
| > You waited for me at the station
| [Answer] [Why this?]

# The next evening closes the round. What was written can no longer be changed, but still be taken back.
@ +1d
bot: Check-in
| …
| [1] [2] [3] [4] [5] [Answer] [Another one] [Why this?]
bot: [edit] Gratitude
| …
| ana
| > You fixed the lamp, and the chair
| ben (edited)
| > You waited for me at the station
| [More like this] [Not for us]
bot: Gratitude
| …
| [Answer] [Another one] [Why this?]
ben → bot: [edit You waited for an hour]
bot → ben: This one is closed, so its words stay as they are. You can still take yours back.
| Here is what you wrote, so that it is not lost:
| > You waited for an hour
ben → bot: [withdraw]
bot: [edit] Gratitude
| …
| ana
| > You fixed the lamp, and the chair
| ben: nothing here.
| [More like this] [Not for us]
bot → ben: Taken back.

# A sealed answer leaves no trace at all when it is taken back.
ana: /prompt
bot: …
| [Answer] [Another one] [Why this?]
ana → bot: A secret
bot → ana: Kept. It stays sealed until ben has answered too.
| It went to this one:
| …
| [Not an answer] [Change] [Take back]
bot: [edit] …
| One answer is waiting.
| [Answer] [Why this?]
ana: [press Take back]
bot: [edit] …
| [Answer] [Another one] [Why this?]
bot → ana: Taken back.

# After a reveal a neutral gap stays where the words were, in the bot's own post and in the journal.
ana → bot: Something that I can tell
bot → ana: Kept. It stays sealed until ben has answered too.
| It went to this one:
| …
| [Not an answer] [Change] [Take back]
bot: [edit] …
| One answer is waiting.
| [Answer] [Why this?]
ben: [press Answer]
ben: [form words=Something of mine]
bot → ben: Kept. Now both answers are in.
| [Change] [Take back]
@ +2m
bot: [edit] …
| Both answers are in.
| [Why this?]
bot: Both of you have answered.
| You were asked:
| …
| ana
| > Something that I can tell
| ben
| > Something of mine
| [Reflect back] [More like this] [Not for us]
ben: [press Take back]
bot: [edit] Both of you have answered.
| You were asked:
| …
| ana
| > Something that I can tell
| ben: nothing here.
| [Reflect back] [More like this] [Not for us]
bot → ben: Taken back.
ana: /journal
bot → ana: What was opened, and your own sealed things, newest first:
| Saturday 28 March · question · ben: taken back, so there is nothing to show.
| Asked: …
| 5 · Saturday 28 March · question · ana
| Asked: …
| > Something that I can tell
| 3 · Friday 27 March · gratitude · ana
| Asked: …
| > You fixed the lamp, and the chair
