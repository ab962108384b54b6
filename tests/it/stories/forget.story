# What was written can be erased: one answer, a day, or everything. Revealed words become gaps, in the bot's own posts too.
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

@ 20:30
bot: Gratitude
| …
| [Answer] [Another one] [Why this?]
ana: You listened for an hour
bot: [react ✅]
bot: [edit] Gratitude
| …
| ana
| > You listened for an hour
| [Answer] [Why this?]
ben: You made the soup
bot: [react ✅]
bot: [edit] Gratitude
| …
| ana
| > You listened for an hour
| ben
| > You made the soup
| [Answer] [Why this?]
@ 2026-03-28 09:00
bot: Check-in
| …
| [1] [2] [3] [4] [5] [Answer] [Another one] [Why this?]
ana: /checkin 4 sleep listen I slept well
bot → ana: Thank you, it is in the post.
| [Change] [Take back]
bot: [edit] Check-in
| …
| ana
| capacity 4 of 5 · sleep · would like to be listened to
| > I slept well
| [1] [2] [3] [4] [5] [Answer] [Why this?]
ben: /checkin 2 work space a heavy week
bot → ben: Thank you, it is in the post.
| [Change] [Take back]
bot: [edit] Check-in
| …
| ana
| capacity 4 of 5 · sleep · would like to be listened to
| > I slept well
| ben
| capacity 2 of 5 · work · would like some space
| > a heavy week
| [1] [2] [3] [4] [5] [Answer] [Why this?]

# What is stored about Ana: only what is hers, and what she may read.
ana: /privacy
bot → ana: What is stored about you:
| - your account on Terminal, and your name there: ana
| - your settings; /settings shows them
| - your yes to the consent page: Friday 27 March, 19:00
| - what you wrote: answers 2, gratitude 0, check-ins 0, what you heard 0
| - of these, sealed and seen by nobody but you: 0
| - what ben opened to you: 2
| - which prompts came when, and who answered
| What you write is encrypted on the disk with a key of your own, and never stands in a log. Copies that somebody made, and older backups, are beyond my reach.
| /privacy export sends you all of it. /privacy forget erases one answer, a day, or everything.
| [Send me my export]
ana: /journal
bot → ana: What was opened, and your own sealed things, newest first:
| 4 · Saturday 28 March · check-in · ben
| Asked: …
| capacity 2 of 5 · work · would like some space
| > a heavy week
| 3 · Saturday 28 March · check-in · ana
| Asked: …
| capacity 4 of 5 · sleep · would like to be listened to
| > I slept well
| 2 · Friday 27 March · gratitude · ben
| Asked: …
| > You made the soup
| 1 · Friday 27 March · gratitude · ana
| Asked: …
| > You listened for an hour

# One answer, by its number.
ana: /privacy forget 1
bot → ana: Erase this for good?
| 1 · Friday 27 March · gratitude · ana
| Asked: …
| > You listened for an hour
| Where it was shown, my posts will have a gap. Copies that somebody made, and older backups, are beyond my reach.
| [Erase it] [Never mind]
ana: [press Erase it]
bot: [edit] Gratitude
| …
| ben
| > You made the soup
| [Answer] [Why this?]
bot → ana: Taken back.

# A day: the bot asks once, and does it.
ben: /privacy forget 2026-03-28
bot → ben: Erase the one thing that you wrote on Saturday 28 March, for good?
| Where it was shown, my posts will have a gap. Copies that somebody made, and older backups, are beyond my reach.
| [Erase that day] [Never mind]
ben: [press Erase that day]
bot: [edit] Check-in
| …
| ana
| capacity 4 of 5 · sleep · would like to be listened to
| > I slept well
| ben: nothing here.
| [1] [2] [3] [4] [5] [Answer] [Why this?]
bot → ben: It is erased.
ana: /journal
bot → ana: What was opened, and your own sealed things, newest first:
| 3 · Saturday 28 March · check-in · ana
| Asked: …
| capacity 4 of 5 · sleep · would like to be listened to
| > I slept well
| 2 · Friday 27 March · gratitude · ben
| Asked: …
| > You made the soup

# An export holds one's own and what was revealed to one.
ben: /privacy export
bot → ben: Here are 2 entries, twice: as JSON for programs, and as Markdown to read.
| [file betwixt-export.json]
| [file betwixt-export.md]

# Everything: the key is destroyed, the pairing ends, and the words are gone wherever they stood.
ana: /privacy forget everything
bot → ana: Erase everything that you wrote, for good? The key to it is destroyed, and your settings go with it.
| That ends the pairing too. ben keeps their own words, and hears only that it has ended. Your name and account stay in what is theirs.
| Where it was shown, my posts will have a gap. Copies that somebody made, and older backups, are beyond my reach.
| [Send me my export] [Erase everything] [Never mind]
ana: [press Erase everything]
bot: [edit] Gratitude
| …
| ben
| > You made the soup
| [More like this] [Not for us]
bot: [edit] Check-in
| …
| This one is closed.
bot → ben: This pairing has ended. What is yours stays yours: /journal and /privacy still work.
bot → ana: Everything that you wrote is erased, and the key to it is destroyed.
# Nothing of Ana's is left, and what Ben wrote is still his.
ana: /journal
bot → ana: What was opened, and your own sealed things, newest first:
| 2 · Friday 27 March · gratitude · ben
| Asked: …
| > You made the soup
ben: /journal
bot → ben: What was opened, and your own sealed things, newest first:
| 2 · Friday 27 March · gratitude · ben
| Asked: …
| > You made the soup
ana: /privacy
bot → ana: What is stored about you:
| - your account on Terminal, and your name there: ana
| - your settings; /settings shows them
| - your yes to the consent page: Friday 27 March, 19:00
| - what you wrote: answers 0, gratitude 0, check-ins 0, what you heard 0
| - of these, sealed and seen by nobody but you: 0
| - what ben opened to you: 1
| - which prompts came when, and who answered
| What you write is encrypted on the disk with a key of your own, and never stands in a log. Copies that somebody made, and older backups, are beyond my reach.
| /privacy export sends you all of it. /privacy forget erases one answer, a day, or everything.
| [Send me my export]
