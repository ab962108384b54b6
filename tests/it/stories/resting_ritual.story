# A ritual that nobody answers three times in a row says once that it rests, and waits.
zone Europe/Paris   now 2026-03-02 12:00

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
ana: /settings checkin off
bot: ana switched this off: check-in.
bot → ana: Done. The place says so too.

@ 2026-03-03 12:00
bot: Gratitude
| …
| [Answer] [Another one] [Why this?]
@ 2026-03-04 12:00
bot: [edit] Gratitude
| …
| This one is closed.
bot: Gratitude
| …
| [Answer] [Another one] [Why this?]
# One answer is enough for gratitude to go on: it is open at once.
ana: You drove all night
bot: [react ✅]
bot: [edit] Gratitude
| …
| ana
| > You drove all night
| [Answer] [Why this?]
@ 2026-03-05 12:00
bot: [edit] Gratitude
| …
| ana
| > You drove all night
| [More like this] [Not for us]
bot: Gratitude
| …
| [Answer] [Another one] [Why this?]
@ 2026-03-06 12:00
bot: [edit] Gratitude
| …
| This one is closed.
bot: Gratitude
| …
| [Answer] [Another one] [Why this?]
@ 2026-03-07 12:00
bot: [edit] Gratitude
| …
| This one is closed.
bot: Gratitude
| …
| [Answer] [Another one] [Why this?]
@ 2026-03-08 12:00
bot: [edit] Gratitude
| …
| This one is closed.
bot: This ritual rests for now: gratitude. /resume wakes it whenever you like.

# Nobody is asked any more, for as long as it takes.
@ +1w
bot: You two have been here for a week. Would you like a question now and then, a little deeper than the daily ones? It would come every Sunday at 18:00, sealed until both have answered. /settings changes that at any time.
| [Yes, questions] [No, thank you]

# It comes back when one of them likes.
ben: /resume
bot: Awake again: gratitude.
@ +1d
bot: Gratitude
| …
| [Answer] [Another one] [Why this?]
