# Ana lives in Paris, Ben is in Los Angeles for a while. The rituals keep the couple's hours; what moves
# with a person are their quiet hours and the times that they are shown.
zone Europe/Paris   now 2026-02-02 12:00

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

# His own zone is Ben's affair: he alone hears of it.
ben: /settings zone Los Angeles
bot → ben: Your time zone is Los Angeles time. It is 03:00 there now.
ben: /doctor
bot → ben: How things are here:
| - I can use buttons, forms, changes to my messages and reactions here.
| - Everything stays on this machine.
| - Nobody but you two reads the place, as far as I can see.
| - I can write to you privately.
| - My clock, in your zone Los Angeles time: Monday 2 February, 03:00. Zone data: 2026f.
| What comes next, on your clock:
| - check-in: Monday 2 February, 23:30
| - gratitude: Monday 2 February, 11:30
| - question: not on a schedule

# 20:30 in Paris is 11:30 in Los Angeles: the post makes a sound.
@ 20:30
bot: Gratitude
| …
| [Answer] [Another one] [Why this?]
ben: You called before I woke
bot: [react ✅]
bot: [edit] Gratitude
| …
| ben
| > You called before I woke
| [Answer] [Why this?]

# 08:30 in Paris is half past eleven at night for Ben: the post comes without a sound.
@ 08:30
bot: Check-in
| …
| [1] [2] [3] [4] [5] [Answer] [Another one] [Why this?] (silently)

# Ana thanks Ben in his night. It reaches him when his quiet hours are over, at seven in the morning his time.
ana: /gratitude You sent the photo of the beach
bot → ana: It goes to ben when their quiet hours are over.
| [Change] [Take back]
@ 15:59
@ 16:01
bot: A thank-you.
| From ana to ben
| > You sent the photo of the beach

# Whoever asks is awake: what Ben asks for at night is answered at once.
@ 2026-02-04 10:00
bot: [edit] Gratitude
| …
| ben
| > You called before I woke
| [More like this] [Not for us]
bot: Gratitude
| …
| [Answer] [Another one] [Why this?]
bot: [edit] Check-in
| …
| This one is closed.
bot: Check-in
| …
| [1] [2] [3] [4] [5] [Answer] [Another one] [Why this?] (silently)
ben: /why
bot → ben: Why this one:
| …
