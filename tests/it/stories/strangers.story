# Whoever is not one of the two changes nothing and reads nothing.
zone Europe/Paris   now 2026-03-27 19:00

# Before there is a couple, nobody's words are kept.
ana: /journal
bot → ana: Nobody is set up here yet. Two people begin with /setup
ana: /chekin 4
bot → ana: I do not know that command. Did you mean /checkin? /help shows them all.
ana: /setup @ben Atlantis 20:30
bot → ana: I do not know that time zone. Close to it: Canada/Atlantic.
ana: /setup @ben Europe/Paris 25:00
bot → ana: Hours go from 00 to 23; midnight is 00:00. Write it like 20:30.
ana: /setup @ana Europe/Paris 20:30
bot → ana: It takes two. Name your partner: /setup @name Europe/Berlin 20:30

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
# Carla cannot decide for Ben.
carla: [press Read and decide]
bot → carla: This is theirs. Nothing was changed.
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

ana: /prompt
bot: …
| [Answer] [Another one] [Why this?]
carla: [press Answer]
carla: [form words=I was here too]
bot → carla: This is theirs. Nothing was changed.
carla: hello you two
carla: /journal
bot → carla: This is theirs. Nothing was changed.
carla: /settings gratitude 06:00
bot → carla: This is theirs. Nothing was changed.
carla: /leave
bot → carla: This is theirs. Nothing was changed.
carla: /setup @ana Europe/Paris 20:30
bot → carla: This is theirs. Nothing was changed.
carla → bot: is anybody there?
bot → carla: Nobody is set up here yet. Two people begin with /setup

# Slips of the two themselves get a kind line.
ana: [press Answer]
ana: [form words= ]
bot → ana: There was nothing in it, so I kept nothing. A few words are enough.
ana: /anser the sea
bot → ana: I do not know that command. Did you mean /answer and /another? /help shows them all.
ana: /settings zone Atlantis
bot → ana: I do not know that time zone. Close to it: Canada/Atlantic.
ana: /settings gratitude at half past blue
bot → ana: I could not read the days. Write for example every day 20:30, sun,wed 18:00 or mon-fri 08:00.
