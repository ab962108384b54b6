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

# Only the questions matter here.
ana: /settings checkin off
bot: ana switched this off: check-in.
bot → ana: Done. The place says so too.
ana: /settings gratitude off
bot: ana switched this off: gratitude.
bot → ana: Done. The place says so too.

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

# After three days it goes on, and the question still waits for its second answer.
@ +2d
bot: The quiet is over; the next prompt comes at its hour.
ben: [press Answer]
ben: [form words=After the quiet, too]
bot → ben: Kept. Now both answers are in.
| [Change] [Take back]
bot: [edit] …
| Both answers are in.
| [Why this?]
bot: Both of you have answered.
| You were asked:
| …
| ana
| > Kept for after the quiet
| ben
| > After the quiet, too
| [Reflect back] [More like this] [Not for us]

# Ben leaves. He alone is asked once, and Ana gets one neutral line. What was open closes unread.
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
bot → ana: This pairing has ended. What is yours stays yours: /journal and /privacy still work.
bot → ben: The pairing has ended. /journal and /privacy still work for you.
@ +2d

# What is each one's own stays their own, and nobody sees the other's unopened answer.
ana: /journal
bot → ana: What was opened, and your own sealed things, newest first:
| 3 · Tuesday 31 March · question · ana
| Asked: …
| > Nobody will read this
| Only you see this.
| 2 · Tuesday 31 March · question · ben
| Asked: …
| > After the quiet, too
| 1 · Friday 27 March · question · ana
| Asked: …
| > Kept for after the quiet
ben: /journal
bot → ben: What was opened, and your own sealed things, newest first:
| 2 · Tuesday 31 March · question · ben
| Asked: …
| > After the quiet, too
| 1 · Friday 27 March · question · ana
| Asked: …
| > Kept for after the quiet
ana: /answer too late
bot → ana: Nobody is set up here yet. Two people begin with /setup

# A new pairing starts empty; what was before it stays in the export.
ana: /setup @ben Europe/Paris 21:00
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
ana: /journal
bot → ana: There is nothing in your journal yet. What you two share is kept here, and /journal shows it.
ana: /privacy export
bot → ana: Here are 3 entries, twice: as JSON for programs, and as Markdown to read.
| [file betwixt-export.json]
| [file betwixt-export.md]
