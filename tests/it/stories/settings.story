# Some settings are mine and only I see them; some are ours, either changes them, and the place says who.
zone Europe/Paris   now 2026-03-27 18:00

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

ana: /settings
bot → ana: Yours. ben does not see this part.
| - zone: the one of you both, Paris time, where it is 18:00 now
| - quiet: 22:00 to 07:00
| - reminder: none
| - language: the one of you both, English
| - topics: only everyday ones
| - announce: when your answer is the one that waits, the post says that one is waiting, without a name
| - depth: questions up to 1 of 3
| Yours together. Either of you changes it, for what comes later.
| - check-in: every day at 08:30, each answer is shown as it comes
| - gratitude: every day at 20:30, each answer is shown as it comes
| - question: not on a schedule, answers are shown when both are in
| - couple-zone: Paris time
| - couple-language: English
| - wait: a sealed question waits 48 hours for the second answer
| …
| To change something, write its name and how it should be, for example /settings quiet 22:00-07:00. With the name alone you see how.

# Mine.
ana: /settings quiet 21-8
bot → ana: Your quiet hours are 21:00 to 08:00. Nothing makes a sound then, and private messages wait.
ana: /settings reminder 2 hours
bot → ana: You get one private reminder, 2 hours after a post that you have not answered. It begins with the next post.
ana: /settings announce off
bot → ana: While your answer waits, nothing is said of it.
ana: /settings topics +money
bot → ana: topics: you are open to Money
| Nobody but you sees this. A topic comes up only when both of you are open to it.
ana: /settings language de
bot → ana: Ab jetzt schreibe ich dir auf Deutsch.
ana: /settings language en
bot → ana: From now on I write to you in English.

# Ours: the next times are shown, so that nobody is surprised.
ben: /settings gratitude mon-fri 21:00
bot: ben set a new time for this: gratitude, Monday to Friday at 21:00.
bot → ben: That is set: gratitude.
| The next times, on your clock:
| - Friday 27 March, 21:00
| - Monday 30 March, 21:00
| - Tuesday 31 March, 21:00
| Some of that is in quiet hours. Those come without a sound.
ben: /settings question sun 18:00
bot: ben set a new time for this: question, every Sunday at 18:00.
bot → ben: That is set: question.
| The next times, on your clock:
| - Sunday 29 March, 18:00
| - Sunday 5 April, 18:00
| - Sunday 12 April, 18:00
ana: /settings checkin 0 7 * * 1-5
bot: ana set a new time for this: check-in, Monday to Friday at 07:00.
bot → ana: That is set: check-in.
| The next times, on your clock:
| - Monday 30 March, 07:00
| - Tuesday 31 March, 07:00
| - Wednesday 1 April, 07:00
| Some of that is in quiet hours. Those come without a sound.
ana: /settings wait 24
bot: ana set how long a sealed question waits for the second answer: 24 hours, from the next one on.
bot → ana: Done. The place says so too.

# Less privacy needs both. Whoever says no is not named.
ana: /settings open-question on
bot → ben: ana would like answers to be shown as they come, without waiting for both (question). Would you like that too?
| Either is fine. If you would rather not, it stays as it is, and nobody is told who said so.
| [Agree] [Rather not]
bot → ana: That shows answers earlier, so it needs both of you. ben is asked privately.
ben: [press Rather not]
bot → ana: It stays as it is (question): answers are shown when both are in.
bot → ben: It stays as it is (question): answers are shown when both are in.
ana: /settings open-question on
bot → ben: ana would like answers to be shown as they come, without waiting for both (question). Would you like that too?
| Either is fine. If you would rather not, it stays as it is, and nobody is told who said so.
| [Agree] [Rather not]
bot → ana: That shows answers earlier, so it needs both of you. ben is asked privately.
ben: [press Agree]
bot: You both agreed: from the next one on, each answer is shown as it comes (question).
bot → ben: Done. The place says so too.

# A slip gets a kind line.
ana: /settings quit 22-7
bot → ana: I do not know that setting. Did you mean /settings quiet?
| What can be set: zone, quiet, reminder, language, topics, announce, depth, checkin, gratitude, question, couple-zone, couple-language, wait and apart.
ana: /settings zone Pariss
bot → ana: I do not know that time zone. Close to it: Europe/Paris.

# Typed for all to see, what is mine gets no visible response there.
ana: !settings quiet 22-7
bot → ana: Your quiet hours are 22:00 to 07:00. Nothing makes a sound then, and private messages wait.
