# A question is sealed: nobody reads the other's answer before both are in.
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

# Ben asks for a question, outside any schedule.
ben: /prompt
bot: …
| [Answer] [Another one] [Why this?]
ana: /why
bot → ana: Why this one:
| …

# Ana answers. The place learns that one answer is waiting, and neither whose nor when.
ana: [press Answer]
ana: [form words=The sea, in winter]
bot → ana: Kept. It stays sealed until ben has answered too.
| [Change] [Take back]
bot: [edit] …
| One answer is waiting.
| [Answer] [Why this?]

# Ben looks into his journal: Ana's answer is not in it.
ben: /journal
bot → ben: There is nothing in your journal yet. What you two share is kept here, and /journal shows it.

# Ana can still change her mind. Nothing shows that she did.
ana: [press Change]
ana: [form words=The sea, in winter, with you]
bot → ana: Changed.

# With the second answer in, one post shows both. The line that notifies is neutral.
# As Ben answers in plain words, it waits two minutes, in case he writes on.
ben → bot: The smell of rain on the street
bot → ben: Kept. Both answers are shown in two minutes, unless you write on.
| It went to this one:
| …
| [Not an answer] [Change] [Take back]
@ +1m
ben → bot: and of the cellar
bot → ben: Kept. Both answers are shown in two minutes, unless you write on.
| It went to this one:
| …
| [Not an answer] [Change] [Take back]
@ +2m
bot: [edit] …
| Both answers are in.
| [Why this?]
bot: Both of you have answered.
| You were asked:
| …
| ana
| > The sea, in winter, with you
| ben
| > The smell of rain on the street
| > and of the cellar
| [Reflect back] [More like this] [Not for us]

# Ana says what she heard, and Ben says whether that is it.
ana: [press Reflect back]
ana: [form heard=You like it when the air changes]
bot: Somebody listened.
| What ana heard ben say
| > You like it when the air changes
| ben, is that it?
| [Yes] [Not quite]
bot → ana: Sent. ben can say whether that is it.
ben: [press Not quite]
bot: [edit] Somebody listened.
| What ana heard ben say
| > You like it when the air changes
| ben: not quite. Ask again, if you like.
ana: [press Reflect back]
ana: [form heard=You like how rain smells]
bot: Somebody listened.
| What ana heard ben say
| > You like how rain smells
| ben, is that it?
| [Yes] [Not quite]
bot → ana: Sent. ben can say whether that is it.
ben: [press Yes]
bot: [edit] Somebody listened.
| What ana heard ben say
| > You like how rain smells
| ben: yes, that is what I meant.

# What was revealed is in both journals from now on.
ana: /journal
bot → ana: What was opened, and your own sealed things, newest first:
| 4 · Friday 27 March · what was heard · ana
| Asked: …
| > You like how rain smells
| ben said: yes, that is what I meant.
| 3 · Friday 27 March · what was heard · ana
| Asked: …
| > You like it when the air changes
| ben said: not quite.
| 2 · Friday 27 March · question · ben
| Asked: …
| > The smell of rain on the street
| > and of the cellar
| 1 · Friday 27 March · question · ana
| Asked: …
| > The sea, in winter, with you

# Ana would rather not have it said that an answer of hers is waiting. From then on nothing at all shows it.
ana: /settings announce off
bot → ana: While your answer waits, nothing is said of it.
ana: /prompt
bot: …
| [Answer] [Another one] [Why this?]
ana → bot: Nobody sees that I wrote
bot → ana: Kept. It stays sealed until ben has answered too.
| It went to this one:
| …
| [Not an answer] [Change] [Take back]
ana: [press Take back]
bot → ana: Taken back.
