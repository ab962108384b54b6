# Either can ask for quiet, for both, without a reason; and either can leave.
zone Europe/Paris   now 2026-03-27 19:00

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

# A question is open when the quiet begins; its clock stops.
ana: /prompt
bot: …
| [Answer] [Another one] [Why this?]
ana → bot: Kept for after the quiet
bot → ana: Kept. It stays sealed until ben has answered too.
| It went to this one:
| …
| [Not an answer] [Change] [Take back]
bot: [edit] …
| One answer is waiting.
| [Answer] [Why this?]

# One neutral line, without a name.
ben: /pause 3 days
bot: It is quiet here for now.
bot → ben: Quiet until Monday 30 March, 07:00. /resume ends it sooner.
@ +2d

# Ana cannot lift Ben's pause, and does not learn whose it is.
ana: /resume
bot → ana: You have no pause of your own. It stays quiet for now.

# After three days the posts come back, and the question still waits for its second answer.
@ +2d
bot: The quiet is over; the next prompt comes at its hour.
bot: Check-in
| …
| [1] [2] [3] [4] [5] [Answer] [Another one] [Why this?]
bot: Gratitude
| …
| [Answer] [Another one] [Why this?]
bot: [edit] Check-in
| …
| This one is closed.
bot: Check-in
| …
| [1] [2] [3] [4] [5] [Answer] [Another one] [Why this?]
ben: [press Answer]
ben: [form words=After the quiet, too]
bot → ben: Thank you, it is in the post.
| [Change] [Take back]
bot: [edit] Check-in
| …
| ben
| > After the quiet, too
| [1] [2] [3] [4] [5] [Answer] [Why this?]

# Ben leaves. He alone is asked once, and the place gets one neutral line. What was open closes unread.
ana: /prompt
bot: …
| [Answer] [Another one] [Why this?]
ana → bot: Nobody will read this
bot → ana: Kept. It stays sealed until ben has answered too.
| It went to this one:
| …
| [Not an answer] [Change] [Take back]
bot: [edit] …
| One answer is waiting.
| [Answer] [Why this?]
ben: /leave
bot → ben: This ends the pairing. What is still open closes without being shown. Each of you keeps /journal and /privacy.
| You need no reason.
| [End the pairing] [Never mind]
ben: [press End the pairing]
bot: [edit] …
| This one is closed.
bot: [edit] Gratitude
| …
| This one is closed.
bot: [edit] Check-in
| …
| ben
| > After the quiet, too
bot: [edit] …
| This one is closed.
bot → ana: This pairing has ended. What is yours stays yours: /journal and /privacy still work.
bot → ben: The pairing has ended. /journal and /privacy still work for you.
@ +2d

# What is each one's own stays their own.
ana: /journal
bot → ana: Nobody is set up here yet. Two people begin with /setup
ben: /journal
bot → ben: Nobody is set up here yet. Two people begin with /setup
ana: /answer too late
bot → ana: Nobody is set up here yet. Two people begin with /setup

# A new pairing starts empty.
ana: /setup @ben Europe/Paris 21:00
bot → ana: Before anything begins: your own yes
| This is about Betwixt for you and ben. Please read it first. You decide for yourself, and so do they.
| What is asked, and when:
| - check-in: every day at 08:30, Paris time
| - gratitude: every day at 21:00, Paris time
| What ben sees: check-ins and gratitude as soon as you give them. Answers to questions only when both of you have answered.
| What nobody but you sees: an answer that is still sealed, what you skip, your own settings, and what you ask me privately.
| Who else could read it: this terminal runs this bot and holds its keys. Answers are encrypted on the disk.
| In this terminal, everything stays on this machine.
| Copies that somebody made, and older backups, are beyond what erasing can reach.
| You can pause (/pause), leave (/leave), export or erase (/privacy) at any time, without asking anyone.
| This is for adults who feel safe with each other. It is no therapy, and it raises no alarm. Where private help is: /help private
| [I agree] [Not now]
