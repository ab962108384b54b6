# The clocks change twice a year. A ritual at an hour that is skipped comes later by what was skipped;
# one at an hour that comes twice is posted once, the first time.
zone Europe/Paris   now 2026-03-27 12:00

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
ana: /settings gratitude every day 02:30
bot: ana set a new time for this: gratitude, every day at 02:30.
bot → ana: That is set: gratitude.
| The next times, on your clock:
| - Saturday 28 March, 02:30
| - Sunday 29 March, 03:30
| - Monday 30 March, 02:30
| Some of that is in quiet hours. Those come without a sound.

# The night before: at half past two.
@ 2026-03-28 02:29
@ +2m
bot: Gratitude
| …
| [Answer] [Another one] [Why this?] (silently)

# On 29 March it is never half past two: at two the clocks go to three. The post comes at half past three.
@ 2026-03-29 01:59
@ +1h
bot: [edit] Gratitude
| …
| This one is closed.
bot: Gratitude
| …
| [Answer] [Another one] [Why this?] (silently)
@ +31m

# The night after it is half past two again.
@ 2026-03-30 02:29
@ +2m
bot: [edit] Gratitude
| …
| This one is closed.
bot: Gratitude
| …
| [Answer] [Another one] [Why this?] (silently)

# On 25 October it is half past two twice. The post comes the first time, and not again.
ana: /settings gratitude off
bot: ana switched this off: gratitude. (silently)
bot → ana: Done. The place says so too.
@ 2026-10-24 12:00
bot: You two have been here for a week. Would you like a question now and then, a little deeper than the daily ones? It would come every Sunday at 18:00, sealed until both have answered. /settings changes that at any time.
| [Yes, questions] [No, thank you]
ana: /settings gratitude every day 02:30
bot: ana set a new time for this: gratitude, every day at 02:30.
bot → ana: That is set: gratitude.
| The next times, on your clock:
| - Sunday 25 October, 02:30
| - Monday 26 October, 02:30
| - Tuesday 27 October, 02:30
| Some of that is in quiet hours. Those come without a sound.
@ 2026-10-25 02:31
bot: [edit] Gratitude
| …
| This one is closed.
bot: Gratitude
| …
| [Answer] [Another one] [Why this?] (silently)
@ +1h
@ 2026-10-26 02:31
bot: [edit] Gratitude
| …
| This one is closed.
bot: Gratitude
| …
| [Answer] [Another one] [Why this?] (silently)

# In the evening, an hour stays the hour that the wall clock shows.
ana: /settings gratitude every day 20:30
bot: ana set a new time for this: gratitude, every day at 20:30. (silently)
bot → ana: That is set: gratitude.
| The next times, on your clock:
| - Monday 26 October, 20:30
| - Tuesday 27 October, 20:30
| - Wednesday 28 October, 20:30
@ 20:31
bot: [edit] Gratitude
| …
| This one is closed.
bot: Gratitude
| …
| [Answer] [Another one] [Why this?]
