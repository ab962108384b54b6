# A question that only one has answered waits for two days. Then its author alone is asked what becomes of it.
# Whichever they choose, nobody is blamed, and to the other it looks like any question that lapsed.
zone Europe/Paris   now 2026-03-02 18:00

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

# First choice: to keep it.
ana: /prompt
bot: …
| [Answer] [Another one] [Why this?]
ana → bot: I was happiest on the train
bot → ana: Kept. It stays sealed until ben has answered too.
| It went to this one:
| …
| [Not an answer] [Change] [Take back]
bot: [edit] …
| One answer is waiting.
| [Answer] [Why this?]
@ +2d
bot: [edit] …
| This one is closed.
bot → ana: This one has waited long enough, and yours is the only answer. It is still sealed. What shall become of it?
| …
| > I was happiest on the train
| [Keep to myself] [Share] [Erase]
ana: [press Keep to myself]
bot → ana: [edit] It stays yours alone.
ana: /journal
bot → ana: What was opened, and your own sealed things, newest first:
| 1 · Monday 2 March · question · ana
| Asked: …
| > I was happiest on the train
| Only you see this.

# Second choice: to share it, though it stays the only one.
ana: /prompt
bot: …
| [Answer] [Another one] [Why this?]
ana → bot: I would move to the coast
bot → ana: Kept. It stays sealed until ben has answered too.
| It went to this one:
| …
| [Not an answer] [Change] [Take back]
bot: [edit] …
| One answer is waiting.
| [Answer] [Why this?]
@ +2d
bot: [edit] …
| This one is closed.
bot → ana: This one has waited long enough, and yours is the only answer. It is still sealed. What shall become of it?
| …
| > I would move to the coast
| [Keep to myself] [Share] [Erase]
ana: [press Share]
bot: There is an answer to read.
| You were asked:
| …
| ana
| > I would move to the coast
| [Reflect back] [More like this] [Not for us]
bot → ana: [edit] It is shown now.

# Third choice: to erase it.
ana: /prompt
bot: …
| [Answer] [Another one] [Why this?]
ana → bot: I regret the blue sofa
bot → ana: Kept. It stays sealed until ben has answered too.
| It went to this one:
| …
| [Not an answer] [Change] [Take back]
bot: [edit] …
| One answer is waiting.
| [Answer] [Why this?]
@ +2d
bot: [edit] …
| This one is closed.
bot → ana: This one has waited long enough, and yours is the only answer. It is still sealed. What shall become of it?
| …
| > I regret the blue sofa
| [Keep to myself] [Share] [Erase]
ana: [press Erase]
bot → ana: [edit] It is erased.
ana: /journal
bot → ana: What was opened, and your own sealed things, newest first:
| 2 · Wednesday 4 March · question · ana
| Asked: …
| > I would move to the coast
| 1 · Monday 2 March · question · ana
| Asked: …
| > I was happiest on the train
| Only you see this.

# A question that nobody answers lapses without a word to anybody.
ben: /prompt
bot: …
| [Answer] [Another one] [Why this?]
@ +3d
bot: You two have been here for a week. Would you like a question now and then, a little deeper than the daily ones? It would come every Sunday at 18:00, sealed until both have answered. /settings changes that at any time.
| [Yes, questions] [No, thank you]
bot: [edit] …
| This one is closed.
