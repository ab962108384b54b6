# The first day of Ana and Ben, from the invitation to the evening.
zone Europe/Paris   now 2026-03-27 09:00

# One of them asks. She alone reads what it is about, and decides for herself.
ana: /setup @ben Europe/Paris 20:30
bot → ana: Before anything begins: your own yes
| This is about Betwixt for you and ben. Please read it first. You decide for yourself, and so do they.
| What is asked, and when:
| - check-in: every day at 08:30, Paris time
| - gratitude: every day at 20:30, Paris time
| What ben sees: check-ins and gratitude as soon as you give them. Answers to questions only when both of you have answered.
| What nobody but you sees: an answer that is still sealed, what you skip, your own settings, and what you ask me privately.
| Who else could read it: this terminal runs this bot and holds its keys. Answers are encrypted on the disk.
| In this terminal, everything stays on this machine.
| Copies that somebody made, and older backups, are beyond what erasing can reach.
| You can pause (/pause), leave (/leave), export or erase (/privacy) at any time, without asking anyone.
| This is for adults who feel safe with each other. It is no therapy, and it raises no alarm. Where private help is: /help private
| [I agree] [Not now]
ana: [press I agree]
bot → ana: Thank you. Now I ask ben, in the same words.
bot: ana would like to use Betwixt here with ben: a few quiet questions a day, just for you two. ben, read what it is, privately, and decide for yourself.
| [Read and decide]

# Then the other is asked, in the same words, privately.
ben: [press Read and decide]
bot → ben: Before anything begins: your own yes
| This is about Betwixt for you and ana. Please read it first. You decide for yourself, and so do they.
| What is asked, and when:
| - check-in: every day at 08:30, Paris time
| - gratitude: every day at 20:30, Paris time
| What ana sees: check-ins and gratitude as soon as you give them. Answers to questions only when both of you have answered.
| What nobody but you sees: an answer that is still sealed, what you skip, your own settings, and what you ask me privately.
| Who else could read it: this terminal runs this bot and holds its keys. Answers are encrypted on the disk.
| In this terminal, everything stays on this machine.
| Copies that somebody made, and older backups, are beyond what erasing can reach.
| You can pause (/pause), leave (/leave), export or erase (/privacy) at any time, without asking anyone.
| This is for adults who feel safe with each other. It is no therapy, and it raises no alarm. Where private help is: /help private
| [I agree] [Not now]
ben: [press I agree]
bot → ben: Thank you. Now it is both of you.
bot: [edit] Both of you have said yes.
bot: ana and ben, welcome. This is set:
| - check-in: every day at 08:30, Paris time
| - gratitude: every day at 20:30, Paris time
| /settings changes the hours; /help shows the rest. I ask nothing until then.
| If you like, try one light question now, to see how it goes.
| [Try one now]

# A light question at once, so that the two have seen a reveal before the evening.
ben: [press Try one now]
bot: …
| [Answer] [Another one] [Why this?]
bot: [edit] This is set for ana and ben:
| - check-in: every day at 08:30, Paris time
| - gratitude: every day at 20:30, Paris time
| /settings changes the hours; /help shows the rest. I ask nothing until then.
ana: [press Answer]
ana: [form words=Honestly? Something that needs no shoes]
bot → ana: Kept. It stays sealed until ben has answered too.
| [Change] [Take back]
bot: [edit] …
| One answer is waiting.
| [Answer] [Why this?]
ben: [press Answer]
ben: [form words=Anything, as long as you come along]
bot → ben: Kept. Now both answers are in.
| [Change] [Take back]
bot: [edit] …
| Both answers are in.
| [Why this?]
bot: Both of you have answered.
| You were asked:
| …
| ana
| > Honestly? Something that needs no shoes
| ben
| > Anything, as long as you come along
| [Reflect back] [More like this] [Not for us]

# The evening: gratitude. It is open at once, its use is today.
@ 20:30
bot: Gratitude
| …
| [Answer] [Another one] [Why this?]
ana: You made coffee before I asked
bot: [react ✅]
bot: [edit] Gratitude
| …
| ana
| > You made coffee before I asked
| [Answer] [Why this?]
ben: [press Answer]
ben: [form what=You called my mother; why=You remembered how she has been lately]
bot → ben: Thank you, it is in the post.
| [Change] [Take back]
bot: [edit] Gratitude
| …
| ana
| > You made coffee before I asked
| ben
| > You called my mother
| Why it mattered:
| > You remembered how she has been lately
| [Answer] [Why this?]

# A thank-you in between is just as welcome.
ana: /gratitude
ana: [form what=You hung the washing; why=I had forgotten it]
bot: A thank-you.
| From ana to ben
| > You hung the washing
| Why it mattered:
| > I had forgotten it
bot → ana: ben has it now.
| [Change] [Take back]

# The next morning: how are we?
@ 08:30
bot: Check-in
| …
| [1] [2] [3] [4] [5] [Answer] [Another one] [Why this?]
ana: [press 4]
bot → ana: Thank you, it is in the post.
| [Change] [Take back]
bot: [edit] Check-in
| …
| ana
| capacity 4 of 5
| [1] [2] [3] [4] [5] [Answer] [Why this?]
ben: /checkin 2 sleep space hardly slept
bot → ben: Thank you, it is in the post.
| [Change] [Take back]
bot: [edit] Check-in
| …
| ana
| capacity 4 of 5
| ben
| capacity 2 of 5 · sleep · would like some space
| > hardly slept
| [1] [2] [3] [4] [5] [Answer] [Why this?]
