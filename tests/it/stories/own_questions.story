# A question of one's own: sealed while it waits, asked with its writer's name, and nobody reads ahead.
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

# Without words it says how. Ana writes two, and takes one back.
ana: /prompt-add
bot → ana: What would you like to ask the two of you? Like this: /prompt-add your question. It stays sealed until it is asked.
ana: /prompt-add Which street of your childhood could you walk with your eyes closed?
bot → ana: Kept, and sealed until it comes: with one of the next questions, and with your name. /prompt asks one now. You can take it back; ben cannot see it before.
| [Take back]
ana: /prompt-add Who taught you to swim?
bot → ana: Kept, and sealed until it comes: with one of the next questions, and with your name. /prompt asks one now. You can take it back; ben cannot see it before.
| [Take back]
ana: /prompt-add
bot → ana: Your questions that wait. ben does not see them before they are asked.
| 1
| > Which street of your childhood could you walk with your eyes closed?
| 2
| > Who taught you to swim?
| /prompt-add and your words adds one.
| [Take back 1] [Take back 2]
ana: [press Take back 2]
bot → ana: Taken back.

# Ben sees nothing of hers before it is asked: not in his list, not in his journal.
ben: /prompt-add
bot → ben: What would you like to ask the two of you? Like this: /prompt-add your question. It stays sealed until it is asked.
ben: /journal
bot → ben: There is nothing in your journal yet. What you two share is kept here, and /journal shows it.

# He writes one, too, and finds nothing but his own in his list.
ben: /prompt-add What would you cook for a friend who had a bad day?
bot → ben: Kept, and sealed until it comes: with one of the next questions, and with your name. /prompt asks one now. You can take it back; ana cannot see it before.
| [Take back]
ben: /prompt-add
bot → ben: Your questions that wait. ana does not see them before they are asked.
| 3
| > What would you cook for a friend who had a bad day?
| /prompt-add and your words adds one.
| [Take back 3]

# He asks for a question: Ana's comes first, since she wrote first, and with her name. Both answer.
ben: /prompt
bot: A question
| ana asks the two of you:
| > Which street of your childhood could you walk with your eyes closed?
| [Answer] [Another one] [Why this?]
ben: /why
bot → ben: ana wrote this one for the two of you. There is no study behind it, only the wish to know.
ana → bot: The one to the river
bot → ana: Kept. It stays sealed until ben has answered too.
| It went to this one:
| ana asks the two of you:
| > Which street of your childhood could you walk with your eyes closed?
| [Not an answer] [Change] [Take back]
bot: [edit] A question
| ana asks the two of you:
| > Which street of your childhood could you walk with your eyes closed?
| One answer is waiting.
| [Answer] [Why this?]
ben → bot: None, I would walk into the fountain
bot → ben: Kept. Both answers are shown in two minutes, unless you write on.
| It went to this one:
| ana asks the two of you:
| > Which street of your childhood could you walk with your eyes closed?
| [Not an answer] [Change] [Take back]
@ +1h
bot: [edit] A question
| ana asks the two of you:
| > Which street of your childhood could you walk with your eyes closed?
| Both answers are in.
| [Why this?]
bot: Both of you have answered.
| You were asked:
| ana asks the two of you:
| > Which street of your childhood could you walk with your eyes closed?
| ana
| > The one to the river
| ben
| > None, I would walk into the fountain
| [Reflect back]

# The next is one of the library, which both answer.
ana: /prompt
bot: …
| [Answer] [Another one] [Why this?]
ana → bot: Rain on a tent
bot → ana: Kept. It stays sealed until ben has answered too.
| It went to this one:
| …
| [Not an answer] [Change] [Take back]
bot: [edit] …
| One answer is waiting.
| [Answer] [Why this?]
ben → bot: A full fridge
bot → ben: Kept. Both answers are shown in two minutes, unless you write on.
| It went to this one:
| …
| [Not an answer] [Change] [Take back]
@ +1h
bot: [edit] …
| Both answers are in.
| [Why this?]
bot: Both of you have answered.
| You were asked:
| …
| ana
| > Rain on a tent
| ben
| > A full fridge
| [Reflect back] [More like this] [Not for us]

# Then comes Ben's, with his name.
ana: /prompt
bot: A question
| ben asks the two of you:
| > What would you cook for a friend who had a bad day?
| [Answer] [Another one] [Why this?]

# What was asked stands in the journal with the name of who asked it, and in no list any more.
ana: /journal
bot → ana: What was opened, and your own sealed things, newest first:
| 7 · Friday 27 March · question · ben
| Asked: …
| > A full fridge
| 6 · Friday 27 March · question · ana
| Asked: …
| > Rain on a tent
| 5 · Friday 27 March · question · ben
| ana had asked:
| > Which street of your childhood could you walk with your eyes closed?
| > None, I would walk into the fountain
| 4 · Friday 27 March · question · ana
| ana had asked:
| > Which street of your childhood could you walk with your eyes closed?
| > The one to the river
| 3 · Friday 27 March · a question for you both · ben
| > What would you cook for a friend who had a bad day?
| 1 · Friday 27 March · a question for you both · ana
| > Which street of your childhood could you walk with your eyes closed?
ana: /prompt-add
bot → ana: What would you like to ask the two of you? Like this: /prompt-add your question. It stays sealed until it is asked.
ben: /prompt-add
bot → ben: What would you like to ask the two of you? Like this: /prompt-add your question. It stays sealed until it is asked.
