# A prompt that does not fit can be exchanged, passed over, or asked for its reason.
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
ana: /prompt
bot: …
| [Answer] [Another one] [Why this?]

# Why this one? The practice, the finding, how strong it is, where it ends, and the source.
ana: [press Why this?]
bot → ana: Why this one:
| …

# Another one: twice a round, and the post does not say who asked.
ben: [press Another one]
bot: [edit] …
| [Answer] [Another one] [Why this?]
ana: /another
bot: [edit] …
| [Answer] [Why this?]
ben: /another
bot → ben: Two changes are enough for one round. /skip lets this one go by for you.

# Once somebody has answered, it stays.
ana → bot: My grandmother's garden
bot → ana: Kept. It stays sealed until ben has answered too.
| It went to this one:
| …
| [Not an answer] [Change] [Take back]
bot: [edit] …
| One answer is waiting.
| [Answer] [Why this?]
ben: /another
bot → ben: Somebody has already answered this one, so it stays.

# Ben passes it over. That looks just like no answer, for Ana and in the place.
ben: /skip
bot → ben: All right. This one goes by for you; to your partner it looks like any unanswered one.
@ +2d
bot: Gratitude
| …
| [Answer] [Another one] [Why this?]
bot: Check-in
| …
| [1] [2] [3] [4] [5] [Answer] [Another one] [Why this?]
bot: [edit] Gratitude
| …
| This one is closed.
bot: Gratitude
| …
| [Answer] [Another one] [Why this?]
bot: [edit] Check-in
| …
| This one is closed.
bot: Check-in
| …
| [1] [2] [3] [4] [5] [Answer] [Another one] [Why this?]
bot: [edit] …
| This one is closed.
bot → ana: This one has waited long enough, and yours is the only answer. It is still sealed. What shall become of it?
| …
| > My grandmother's garden
| [Keep to myself] [Share] [Erase]
ana: [press Keep to myself]
bot → ana: [edit] It stays yours alone.
