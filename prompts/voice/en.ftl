# What the bot says itself, in English. One section for each file of the program that says it.
#
# How to write here:
# - Short, warm, plain, kind; read it aloud. No blame, no hurry, no jargon, no exclamation marks in a row.
# - { $name } is a place for an argument. A choice looks at what an argument is:
#   a number by [one] and *[other]; a person by [you] and [other], or in a post [one]; a kind, topic, zone, command or text
#   by its plain word, such as [question]; quiet hours by [off]; a time by the number of its hour. Each variant has a line
#   of its own. Arguments are put in after the markup is read, so nothing in them can turn into markup.
# - A blank line begins a paragraph. A line that begins with "- " is an item. **This** is strong; a line cannot begin
#   with ** in this file format, so write {"**"}so** there. Other lines go on with the one before.
# - A text uses the same arguments in every language.
#
# To add a language: copy this file to its name beside it, such as fr.ftl, and translate what stands to the right of each "=".
# The tests (tests/it/voice) name whatever is missing.

## voice: names, times, lists

language-name = English
person-without-name = your partner

list-middle = { $before }, { $after }
list-last = { $before } and { $after }

moment = { $date }, { $time }
zone-city = { $city } time
zone-universal = universal time (UTC)
quiet-range = { $from } to { $until }
quiet-off = none

length-days = { $count ->
    [one] { $count } day
   *[other] { $count } days
}
length-hours = { $count ->
    [one] { $count } hour
   *[other] { $count } hours
}
length-minutes = { $count ->
    [one] { $count } minute
   *[other] { $count } minutes
}
length-moment = a moment

when-every-day = every day at { $time }
when-weekdays = Monday to Friday at { $time }
when-weekends = Saturday and Sunday at { $time }
when-on-day = every { $day } at { $time }
when-on-days = { $days } at { $time }
when-monthly = on day { $day } of each month at { $time }
when-pattern = by the pattern { $cron }, next on { $next }
when-pattern-over = by the pattern { $cron }, which has no further date

kind-gratitude = gratitude
kind-check-in = check-in
kind-question = question
kind-list = list
kind-exercise = exercise

## voice: prompts and what people wrote

prompt-needs = You need: { $what }
prompt-only-in = (Only in { $language } so far.)
prompt-gone = The text of this prompt is not here any more.

why-strength-a = How well it is known: tested in at least one controlled study.
why-strength-b = How well it is known: seen in studies, not tested in this very form.
why-strength-c = How well it is known: taught by people who work with couples, little tested.
why-limit = What it does not show: { $limit }
why-source = Source: { $source }

gratitude-why = Why it mattered:

state-capacity = capacity { $level } of 5
state-tag-work = work
state-tag-health = health
state-tag-family = family
state-tag-money = money
state-tag-sleep = sleep
state-tag-us = us
state-tag-other = something else
state-need-listen = would like to be listened to
state-need-help = could use help
state-need-space = would like some space
state-need-hug = would like a hug
state-need-nothing = needs nothing

export-title = From Betwixt
export-made = Made on { $date }. It holds what you wrote and what was opened to you.
export-entry = { $date }: { $kind ->
    [answer] an answer
    [note] a thank-you
    [check-in] a check-in
    [own-prompt] a question for you both
   *[reflection] what was heard
} by { $author }
export-only-you = Only you can see this.

## command table: what each command does

command-setup = Pair the two of you here, or see what is set
command-setup-partner = The other one of you
command-setup-zone = Your time zone or a large city near you, such as Europe/Paris
command-setup-evening = The hour for the evening's gratitude, such as 20:30
command-checkin = Say how you are right now
command-checkin-capacity = How much you have left today, from 1 (very little) to 5 (plenty)
command-checkin-tag = What it is about
command-checkin-need = What would be good
command-checkin-words = A few words, if you like
command-gratitude = Thank the other for something in particular
command-gratitude-what = What they did
command-gratitude-why = What it says about them, or why it mattered
command-gratitude-keep = Send it now, or keep it to share later
command-prompt = Get a question for the two of you now
command-prompt-topic = A topic that you are both open to
command-prompt-add = Write a question for the two of you, or see your own that wait
command-prompt-add-words = Your question. It comes with one of the next ones, and with your name
command-answer = Answer the open question
command-answer-words = Your answer
command-skip = Leave the open question unanswered. It looks just like no answer
command-another = Get a different question in place of the open one
command-why = Why this question: what is known about it, and what is not
command-journal = Read back what was opened, and your own sealed things
command-journal-who = Whose words
command-journal-kind = Only one kind
command-journal-since = From that day on, such as yesterday, last week or 2026-03-27
command-journal-search = Words to look for
command-pause = Quiet for both of you
command-pause-until = For how long: tonight, a day or a date. Empty: until you resume
command-resume = End your pause, or wake a ritual that rests
command-settings = See or change what is set, yours and ours
command-settings-what = Which setting
command-settings-value = What it should be
command-privacy = See, take along or erase what is stored about you
command-privacy-do = What you would like to do
command-privacy-what = To erase: a number from your journal, a date, or everything
command-leave = End the pairing. You keep your journal and your export
command-help = All commands, or private help lines
command-help-about = A command, or your country for the help lines
command-help-topic = The commands, or real help for hard times
command-doctor = What the bot can and cannot do here

# What an option is called where networks show it by name: at most 32 letters, small ones, hyphens, no spaces.
option-partner = partner
option-zone = zone
option-evening = evening
option-capacity = capacity
option-tag = tag
option-need = need
option-words = words
option-what = what
option-why = why
option-keep = keep
option-topic = topic
option-who = who
option-kind = kind
option-since = since
option-search = search
option-until = until
option-value = value
option-do = do
option-about = about

## command table: forms

form-words = Your answer
form-check-in = How are you?
form-gratitude = Thank you for…
form-reflection = What I heard

field-words = Your words
field-capacity = What you have left, 1 (little) to 5 (plenty)
field-tag = What it is about
field-need = What would be good
field-what = What they did
field-why = What it says about them, why it mattered
field-heard = What you heard, in your own words

level-1 = 1, very little left
level-2 = 2, not much
level-3 = 3, all right
level-4 = 4, good
level-5 = 5, plenty

choice-work = work
choice-health = health
choice-family = family
choice-money = money
choice-sleep = sleep
choice-us = us
choice-other = something else
choice-listen = somebody who listens
choice-help = help
choice-space = space
choice-hug = a hug
choice-nothing = nothing
choice-now = now
choice-later = keep it for later
choice-me = mine
choice-partner = my partner's
choice-both = both of ours
choice-gratitude = gratitude
choice-check-in = check-ins
choice-question = questions
choice-all = everything
choice-show = show what is stored
choice-export = take it along as files
choice-forget = erase
choice-commands = the commands
choice-private = private help lines
choice-today = today
choice-yesterday = yesterday
choice-this-week = this week
choice-last-week = last week
choice-this-month = this month
choice-last-month = last month
choice-this-year = this year
choice-tonight = tonight
choice-tomorrow = until tomorrow
choice-three-days = 3 days
choice-a-week = a week
choice-two-weeks = 2 weeks

## terminal

terminal-greeting =
    Betwixt, in this terminal. { $people } share it; you type for both. It is { $when }, and the clock stands still until you move it.

    Type ? for help. Ctrl-D ends.
terminal-host = this terminal
terminal-next = Next: { $line } (Enter does it)
terminal-can-press = { $who } can press { $buttons }
terminal-posts = Betwixt, { $to }:
terminal-posts-silently = Betwixt, { $to }, without a sound:
terminal-changes = Betwixt changes a message { $to }. It now says:
terminal-deletes = Betwixt takes back a message { $to }.
terminal-reacts = Betwixt marks what was written { $to }: it is kept.
terminal-to-both = to both of you
terminal-to-one = only to { $who }
terminal-time = It is { $when }.
terminal-now = The clock shows { $when }.
terminal-clock = The clock can go to a time, such as @ 20:30 or @ 2026-03-29 03:30, or on by some time, such as @ +1d, @ +2h or @ +90m.
terminal-form = { $name } (Ctrl-C leaves this form)
terminal-form-left = You left the form. Nothing was sent.
terminal-optional = (may stay empty)
terminal-needed = This needs a few words. Ctrl-C leaves the form.
terminal-choose = Please choose one of these, by its number or its word.
terminal-nobody-hears = Betwixt has not written anything that you could reply to, so only the two of you would see this. A command begins with a slash: try /help.
terminal-stranger = { $who } is here now: somebody who is not one of the two.
terminal-how-to-end = Ctrl-D ends. Nothing happens otherwise.
terminal-sample-one = Honestly? Something that needs no shoes.
terminal-sample-two = Anything, as long as you come along.
terminal-revealed =
    That was a reveal: neither could read the other's words before both were in.

    From here on it is yours. The evening's question comes when the clock gets there.
terminal-bye = Good night. Nothing of this was kept.
terminal-bye-kept = Good night. Everything is kept for the next time.
terminal-help =
    You type for one person at a time; the name before the cursor says for whom.

    - { $other }: lets { $other } speak, and { $other }: /help does it in one line.
    - A slash begins a command: /help lists them, Tab completes them. Only Betwixt sees it.
    - A line that begins with ! is a command that stands in the place for both to see.
    - Other words are a reply in the place to what Betwixt wrote last; both see them.
    - -> and then words says something to Betwixt alone.
    - A number or a label presses a button.
    - [edit …] changes and [withdraw] takes back the last words that you wrote.
    - @ +1d, @ 20:30 or @ 2026-03-29 03:30 moves the clock; all that is due on the way happens.
    - ? save puts the files of the last message into this folder.
    - Ctrl-C leaves a form, Ctrl-D ends.
terminal-file = File: { $name }
terminal-saved = { $name } is saved in this folder.
terminal-no-file = There is no file to save. /privacy export makes one.
terminal-file-there = { $name } is in this folder already, so nothing was saved.
terminal-script = Standard input is no terminal, so it is read as a script. What the bot should do is not checked; --script does that.

## pairing

introduction = Hello, I am Betwixt: a few quiet questions a day for two people who share this room, and nobody else. I say nothing until both of you have agreed. One of you begins like this: { $setup } @name Europe/Berlin 20:30. { $help } shows the rest.
setup-no-host = Whoever runs this bot has not written their name into its configuration yet. The two of you have a right to know who could read along, so pairing waits until it is there.
setup-lacks = Before we begin I need a little more here: { $rights }. Somebody who looks after this server can allow that in the channel's settings, under permissions, for me. Then { $command } works.
setup-in-place = Please type { $command } in the channel or room that the two of you share.
setup-elsewhere = { $host } runs me for other places, so I cannot pair you in this one. You could ask { $host } about it.
setup-you-are-paired = You are already in a pairing. A person is in one at a time; { $leave } ends it.
setup-how = Who is your partner, where do you live, and when is a good hour in the evening? Like this: { $command } @name Europe/Berlin 20:30
setup-with-yourself = It takes two. Name your partner: { $command } @name Europe/Berlin 20:30
setup-not-free = { $name } cannot be asked here right now.
setup-zone-missing = In which time zone do the two of you keep your hours? Like this: { $command } @name Europe/Berlin 20:30
setup-waiting = I have asked { $other }, and now it is their choice. { $leave } takes the invitation back.
consent-title =
    {"**"}Before anything begins: your own yes**

    This is about Betwixt for you and { $other }. Please read it first. You decide for yourself, and so do they.
consent-asked = What is asked, and when:
consent-ritual = { $kind }: { $when }, { $zone }
consent-sees = What { $other } sees: check-ins and gratitude as soon as you give them. Answers to questions only when both of you have answered.
consent-private = What nobody but you sees: an answer that is still sealed, what you skip, your own settings, and what you ask me privately.
consent-host = Who else could read it: { $host } runs this bot and holds its keys. Answers are encrypted on the disk.
consent-host-contact = Who else could read it: { $host } runs this bot and holds its keys ({ $contact }). Answers are encrypted on the disk.
consent-network-discord = On Discord, text is not end-to-end encrypted: Discord and the administrators of your server could read what is posted.
consent-network-matrix = In an encrypted room, your homeserver sees who writes and when, but not what.
consent-network-terminal = In this terminal, everything stays on this machine.
consent-copies = Copies that somebody made, and older backups, are beyond what erasing can reach.
consent-free = You can pause ({ $pause }), leave ({ $leave }), export or erase ({ $privacy }) at any time, without asking anyone.
consent-for-whom = This is for adults who feel safe with each other. It is no therapy, and it raises no alarm. Where private help is: { $help }
consent-thanks-one = Thank you. Now I ask { $other }, in the same words.
consent-thanks-two = Thank you. Now it is both of you.
consent-too-early = { $other } is still reading. I will ask you as soon as they have said yes.
consent-not-now = All right. Nothing is set up and nothing was kept. { $command } begins again whenever you like.
invitation = { $one } would like to use Betwixt here with { $two }: a few quiet questions a day, just for you two. { $two }, read what it is, privately, and decide for yourself.
invitation-whispered = { $one } would like to use Betwixt here with { $two }: a few quiet questions a day, just for you two. { $two }, I have written to you privately.
invitation-taken = Both of you have said yes.
invitation-closed = This invitation is closed.
invitation-closed-one = The invitation is closed for now. { $command } opens a new one whenever the two of you like.
invitation-taken-back = The invitation is taken back.
already-paired = You two are already set up here.
not-paired-yet = That works once both of you have said yes. { $command } shows where things stand.
nobody-paired = Nobody is set up here yet. Two people begin with { $command }
this-is-theirs = This is theirs. Nothing was changed.
paired = {"**"}{ $one } and { $two }, welcome.** This is set:
paired-set = This is set for { $one } and { $two }:
paired-ritual = { $kind }: { $when }, { $zone }
paired-ritual-theirs = for { $who } that is { $time }
paired-commands = { $settings } changes the hours; { $help } shows the rest. I ask nothing until then.
paired-try = If you like, try one light question now, to see how it goes.
paired-try-typed = If you like, try one light question now: { $prompt }
leave-page =
    This ends the pairing. What is still open closes without being shown. Each of you keeps { $journal } and { $privacy }.

    You need no reason.
left = The pairing has ended. { $journal } and { $privacy } still work for you.
pairing-ended = This pairing has ended. What is yours stays yours: { $journal } and { $privacy } still work.
pairing-is-over = This pairing has ended, so nothing more is posted. Your journal and your export still work.
never-mind = All right, everything stays as it is.
button-read = Read and decide
button-agree = I agree
button-not-now = Not now
button-try-one = Try one now
button-leave = End the pairing
button-never-mind = Never mind

## rituals

questions-offer = You two have been here for a week. Would you like a question now and then, a little deeper than the daily ones? It would come { $when }, sealed until both have answered. { $command } changes that at any time.
questions-taken = { $who } said yes to questions: { $when }.
questions-left = No questions, then. { $command } asks one whenever you like.
ritual-rests = This ritual rests for now: { $kind }. { $command } wakes it whenever you like.
ritual-wakes = Awake again: { $kinds }.
button-take-questions = Yes, questions
button-leave-questions = No, thank you

## rounds

round-asks = { $kind ->
    [gratitude] {"**"}Gratitude**
    [check-in] {"**"}Check-in**
    [list] {"**"}A list**
    [exercise] {"**"}Something to do**
   *[question] {"**"}A question**
}
round-one-waits = One answer is waiting.
round-both-in = Both answers are in.
round-closed = This one is closed.
round-how-to-answer = Reply to this message, or write { $answer } and your words. { $another } asks something else; { $why } says why I ask.
round-how-to-answer-scale = React with a number from 1 (very little left) to 5 (plenty), or reply with it and a few words. { $answer } works too; { $another } asks something else; { $why } says why I ask.
round-how-to-answer-sealed = I have sent this to each of you as well: write your answer there, or { $answer }, and it stays sealed until both are in. A reply here is open at once. { $another } asks something else; { $why } says why I ask.
round-answer-here = What you write here is your answer. It stays sealed until both are in. { $skip } lets this one go by.
round-is-over = That one is over.
answer-of = {"**"}{ $who }**
answer-of-edited = {"**"}{ $who }** (edited)
answer-gap = {"**"}{ $who }**: nothing here.
another-too-late = Somebody has already answered this one, so it stays.
another-enough = Two changes are enough for one round. { $skip } lets this one go by for you.
another-none = I have no other one that fits just now.
skip-answered = You have answered this one already. You can still take your answer back.
skipped = All right. This one goes by for you; to your partner it looks like any unanswered one.
lapse-ask = This one has waited long enough, and yours is the only answer. It is still sealed. What shall become of it?
lapse-kept = It stays yours alone.
lapse-shared = It is shown now.
lapse-erased = It is erased.
lapse-shared-already = It has been shown already. You can still take it back.
reminder = The reminder you asked for:
button-answer = Answer
button-another = Another one
button-why = Why this?
button-skip = Skip
button-keep = Keep to myself
button-share = Share
button-erase = Erase
button-1 = 1
button-2 = 2
button-3 = 3
button-4 = 4
button-5 = 5

## reveal

reveal-notice = Both of you have answered.
reveal-shared-notice = There is an answer to read.
reveal-prompt = You were asked:
reflect-nothing = There is no answer of { $who } to reflect on here.
reflect-how = What did you hear? A sentence or two in your own words is enough.
reflect-kept = Sent. { $who } can say whether that is it.
reflect-not-your-own = That one is for { $who } to say.
reflection-notice = Somebody listened.
reflection-of = {"**"}What { $who } heard { $other } say**
reflection-ask = { $other }, is that it?
reflection-yes = { $other }: yes, that is what I meant.
reflection-not-quite = { $other }: not quite. Ask again, if you like.
button-reflect = Reflect back
button-more-like-this = More like this
button-not-for-us = Not for us
button-heard-yes = Yes
button-heard-not-quite = Not quite

## answers

answer-is-blank = There was nothing in it, so I kept nothing. A few words are enough.
answer-is-long = That is { $characters } characters, and { $most } fit. Nothing was kept yet.
answer-is-gone = That is not here any more.
answer-how = Write your answer after it, like this: { $command } your words
answer-kept-open = Thank you, it is in the post.
answer-kept-sealed = Kept. It stays sealed until { $other } has answered too.
answer-kept-both = Kept. Now both answers are in.
answer-kept-settling = Kept. Both answers are shown in two minutes, unless you write on.
answer-names-round = It went to this one:
answer-kept-how = Edit your message to change it; delete it to take it back.
not-an-answer-then = All right, I have forgotten it.
handed-back = Here is what you wrote, so that it is not lost:
change-too-late = This one is closed, so its words stay as they are. You can still take yours back.
changed = Changed.
reply-unread = I saw your reply, but this network does not let me read it, so nothing was kept. Press Answer under my post, or use { $answer }. A reply with its mention of me switched on works too.
reply-undecrypted = A message of yours came that I cannot open: it is encrypted, and its key did not reach me. Please send it once more.
edited-command = A command stays as you sent it. To change what you wrote, delete that message and write it anew.
withdrawn = Taken back.
nothing-open = Nothing is open right now. { $prompt } asks a question.
nothing-open-for-words = Nothing is open right now, so I did not keep that. { $prompt } asks a question; { $gratitude } is for a thank-you.
not-yours-to-press = That one is not yours to decide.
button-not-an-answer = Not an answer
button-change = Change
button-withdraw = Take back

## notes

gratitude-how = What did they do, and what does it say about them? Like this: { $command } made me tea why: you saw I was cold
checkin-how = How much is in you today, from 1 to 5? Like this: { $command } 3 work listen a long day
checkin-kept = Thank you, both of you can read it now.
checkin-notice = A check-in.
checkin-of = {"**"}How { $who } is**
checkin-of-edited = {"**"}How { $who } is** (edited)
note-kept = Kept for you alone. Share it whenever you like.
note-sent = { $other } has it now.
note-later = It goes to { $other } when their quiet hours are over.
note-sent-already = It has been shared already.
note-notice = A thank-you.
note-of = {"**"}From { $who } to { $other }**
note-of-edited = {"**"}From { $who } to { $other }** (edited)
prompt-topic-closed = That topic is not open here. Topics open when both of you have chosen them, each for yourself, in { $settings }
prompt-none = I have no question that fits just now.
button-share-note = Share now

## feedback

feedback-more = Noted: a little more of this kind. Nobody is told who said so.
feedback-less = Noted: this one does not come again, and fewer of its kind do. Nobody is told who said so.
feedback-early = There is nothing to say about that one yet.

## own questions

own-how = What would you like to ask the two of you? Like this: { $command } your question. It stays sealed until it is asked.
own-kept = Kept, and sealed until it comes: with one of the next questions, and with your name. { $prompt } asks one now. You can take it back; { $other } cannot see it before.
own-is-long = That is { $characters } characters, and a question has room for { $most }. Nothing was kept yet.
own-are-many = { $most } of your questions are waiting already. { $command } shows them, and you can take one back.
own-list = {"**"}Your questions that wait.** { $other } does not see them before they are asked.
own-number = {"**"}{ $number }**
own-more = { $command } and your words adds one.
own-asks = { $who } asks the two of you:
own-gone = This question was taken back.
why-own = { $who } wrote this one for the two of you. There is no study behind it, only the wish to know.
button-withdraw-number = Take back { $number }

## pause

pause-how = Until when? Like this: { $command } tonight, { $command } 3 days, { $command } 2026-04-01, or nothing for until you resume.
pause-past = That time is over already. Like this: { $command } tonight
paused = It is quiet here for now.
pause-over = The quiet is over; the next prompt comes at its hour.
pause-yours = Quiet, until you say { $command }
pause-yours-until = Quiet until { $until }. { $command } ends it sooner.
resume-yours = Your pause is lifted.
resume-still-quiet = Your pause is lifted. It stays quiet a while longer.
resume-not-yours = You have no pause of your own. It stays quiet for now.
resume-nothing = Nothing is paused.

## guard

guard-holds = I hold our words back for now: somebody else could read this place.
guard-over = It is just the two of you again. We go on.
guard-overheard = Somebody besides you two can read your place, perhaps another bot or a bridge. Remove them, or move to a place of your own. Until then your words are held back and nothing is lost.
guard-public = Anyone can read your place, even without joining. Make it private. Until then your words are held back and nothing is lost.
guard-unencrypted = Your room is not encrypted, and the host of this bot asks for encryption. Switch it on in the room's settings. Until then your words are held back and nothing is lost.
guard-needs-both = Your place has { $count } members, and I cannot see whether others may read along, such as administrators or other bots. If that is fine with you, say so. I need it from both of you, each privately.
guard-confirmed = Thank you. Both of you have said so.
guard-confirmed-one = Thank you. I need the same from { $other }.
held-gap = These words are held back: somebody else could read this place.
held-back = Somebody else could read your place at the moment, so I ask nothing there now.
button-confirm-readers = That is fine with me

## trouble

halted-place = Your place is gone, or I was removed from it. Everything is kept, and nothing is posted. Invite me again and it goes on.
halted-forbidden = I may not write in your place any more. Everything is kept. Once I may view it and send messages there again, type any command in it and it goes on.
unreachable = I could not write to one of you privately. Allow direct messages from me, or use the commands here; { $doctor } says more.
text-blocked = The network did not take a text from one of you. It is kept; changing a few words may help.

## hub
hub-went-wrong = Something went wrong on my side, and nothing was changed. Please try once more in a little while; if it happens again, tell whoever runs this bot.
hub-cannot-say = That is done, but I cannot show it to you just now.

## wording

zone-empty = Which time zone? Write a name like Europe/Paris, or a large city.
zone-unknown = I do not know that time zone. Write a name like Europe/Paris, or a large city near you.
zone-unknown-near = I do not know that time zone. Close to it: { $nearest }.
zone-ambiguous = There is more than one of that name: { $nearest }.
zone-offset = An offset does not know about summer time. Write a name like Europe/Paris.
zone-abbreviation = Letters like these stand for more than one zone. Write a name such as { $nearest }.
time-unread = Which hour? Write it like 20:30 or 8:30 pm.
time-hour = Hours go from 00 to 23; midnight is 00:00. Write it like 20:30.
time-minute = Minutes go from 00 to 59. Write it like 20:30.
time-twelve = With am or pm the hour goes from 1 to 12. Write it like 8:30 pm.

## wording: schedules and quiet hours

mistake-quiet = I could not read the quiet hours. Write for example 22:00-07:00, or off.
mistake-schedule-empty = When should it be? Write for example every day 20:30, or mon-fri 08:00.
mistake-schedule-long = That is too long for me. Write for example every day 20:30, or mon-fri 08:00.
mistake-schedule-no-hour = The hour is missing. Write it after the days, for example mon-fri 08:00.
mistake-schedule-days = I could not read the days. Write for example every day 20:30, sun,wed 18:00 or mon-fri 08:00.
mistake-schedule-days-near = I could not read the days. Did you mean { $word }? Write for example sun,wed 18:00.
mistake-schedule-month-day = Which day of the month? Write for example monthly 1 18:00, with a day from 1 to 31.
mistake-schedule-often = That would be more than once an hour, which is a lot. Write for example every day 20:30.
mistake-schedule-never = That day never comes. Please choose another day of the month.
mistake-cron-fields = A cron pattern has five fields, and this has { $found }. In words it is easier: mon-fri 08:00.
mistake-cron-unreadable = I could not read the { $field } of the cron pattern. In words it is easier: mon-fri 08:00.
mistake-cron-range = The { $field } of the cron pattern goes from { $low } to { $high }.
mistake-cron-step = I could not read the step after the / in the { $field } of the cron pattern.
cron-minute = minute
cron-hour = hour
cron-month-day = day of the month
cron-month = month
cron-weekday = weekday

## settings

settings-mine = {"**"}Yours.** { $other } does not see this part.
settings-ours = {"**"}Yours together.** Either of you changes it, for what comes later.
settings-change = To change something, write its name and how it should be, for example { $command } quiet 22:00-07:00. With the name alone you see how.
settings-names = What can be set: { $names }.
settings-unknown = I do not know that setting.
settings-unknown-near = I do not know that setting. Did you mean { $command } { $name }?
settings-same = That is how it is already.
command-done = Done.
settings-ours-done = Done. The place says so too.
settings-nobody = There is no pairing right now, so there is nothing to share. { $command } begins one.

settings-is-zone = zone: { $zone }, where it is { $now } now
settings-is-zone-ours = zone: the one of you both, { $zone }, where it is { $now } now
settings-is-quiet = quiet: { $quiet }
settings-is-quiet-off = quiet: no quiet hours
settings-is-reminder = reminder: one, in private, { $after } after a post that you have not answered
settings-is-reminder-off = reminder: none
settings-is-language = language: { $language }
settings-is-language-ours = language: the one of you both, { $language }
settings-is-topics = topics: you are open to { $names }
settings-is-topics-none = topics: only everyday ones
settings-is-announce-on = announce: when your answer is the one that waits, the post says that one is waiting, without a name
settings-is-announce-off = announce: nothing is said while your answer waits
settings-is-depth = depth: questions up to { $depth } of 3
settings-is-ritual = { $kind }: { $when }, { $mode }
settings-is-ritual-resting = { $kind }: { $when }, { $mode }; it rests for now
settings-is-ritual-off = { $kind }: not on a schedule, { $mode }
settings-mode-open = each answer is shown as it comes
settings-mode-sealed = answers are shown when both are in
settings-is-couple-zone = couple-zone: { $zone }
settings-is-couple-language = couple-language: { $language }
settings-is-wait = wait: a sealed question waits { $hours ->
    [one] { $hours } hour
   *[other] { $hours } hours
} for the second answer
settings-is-apart-on = apart: yes, so nothing is asked that needs one place
settings-is-apart-off = apart: no

settings-how-zone = To change it: { $command } zone Berlin. Write couple in place of a city to go with the zone of you both. It moves your quiet hours and the times you are shown, never the rituals.
settings-how-quiet = To change it: { $command } quiet 22:00-07:00, or off. In these hours nothing makes a sound, and private messages wait.
settings-how-reminder = To change it: { $command } reminder 2h, or off. Only you know of it.
settings-how-language = To change it: { $command } language deutsch. Write couple to go with the language of you both.
settings-how-topics = To change it: { $command } topics +money -sex.
settings-how-announce = To change it: { $command } announce on, or off.
settings-how-depth = To change it: { $command } depth 2, from 1 (light) to 3 (what people tell few others). Questions go as deep as both of you are open to.
settings-how-ritual = To change it: { $command } { $name } mon-fri 08:00, or only an hour, or off. With open or sealed you choose when answers are shown; open needs both of you.
settings-how-couple-zone = To change it: { $command } couple-zone Berlin. The rituals keep their hour on that clock.
settings-how-couple-language = To change it: { $command } couple-language deutsch.
settings-how-wait = To change it: { $command } wait 24h, from an hour to a week.
settings-how-apart = To change it: { $command } apart on, or off. On, when the two of you live in different places: then nothing is asked that needs one place.

settings-zone-set = Your time zone is { $zone }. It is { $now } there now.
settings-quiet-set = Your quiet hours are { $quiet }. Nothing makes a sound then, and private messages wait.
settings-quiet-off = You have no quiet hours now.
settings-reminder-set = You get one private reminder, { $after } after a post that you have not answered. It begins with the next post.
settings-reminder-off = No reminders.
settings-language-set = From now on I write to you in { $language }.
settings-topics-all = There are: { $names }.
settings-topics-private = Nobody but you sees this. A topic comes up only when both of you are open to it.
settings-announce-on = When your answer is the one that waits, the post says that one is waiting, without a name.
settings-announce-off = While your answer waits, nothing is said of it.
settings-depth-set = Questions for you go up to { $depth } of 3, and as deep as both of you are open to.

mistake-reminder = After how long? Anything from 5 minutes to a day, for example { $command } reminder 2h, or off.
mistake-language = I speak { $names }.
mistake-topic = I do not know that topic. There are: { $names }.
mistake-announce = Please write { $command } announce on, or off.
mistake-depth = Please write 1, 2 or 3, for example { $command } depth 2.
mistake-wait = How many hours? Anything from an hour to a week, for example { $command } wait 24h.
mistake-apart = Please write { $command } apart on, or off.

settings-ritual-set = That is set: { $kind }.
settings-next = The next times, on your clock:
settings-next-at = { $at }
settings-next-of = { $kind }: next { $at }
settings-next-quiet = Some of that is in quiet hours. Those come without a sound.
settings-couple-zone-set = The rituals keep their hour on the new clock. On yours that is:
settings-stays-sealed = It stays as it is ({ $kind }): answers are shown when both are in.

ours-ritual = { $who } set a new time for this: { $kind }, { $when }.
ours-ritual-off = { $who } switched this off: { $kind }.
ours-zone = { $who } set your clock to { $zone }.
ours-language = { $who } chose { $language } for what is posted here.
ours-wait = { $who } set how long a sealed question waits for the second answer: { $hours ->
    [one] { $hours } hour
   *[other] { $hours } hours
}, from the next one on.
ours-apart-on = { $who } noted that the two of you live apart. From the next one on, nothing is asked that needs one place.
ours-apart-off = { $who } noted that the two of you live in one place.
ours-sealed = { $who } changed how answers are shown ({ $kind }): from the next one on, when both are in.
ours-open = You both agreed: from the next one on, each answer is shown as it comes ({ $kind }).

proposal-open = { $who } would like answers to be shown as they come, without waiting for both ({ $kind }). Would you like that too?
proposal-free = Either is fine. If you would rather not, it stays as it is, and nobody is told who said so.
proposal-made = That shows answers earlier, so it needs both of you. { $other } is asked privately.
proposal-waits = { $other } has been asked, and it stays as it is until both of you would like it.
proposal-over = That is settled already.
button-accept = Agree
button-refuse = Rather not

## journal

journal-title = What was opened, and your own sealed things, newest first:
journal-entry = {"**"}{ $number }** · { $date } · { $kind } · { $who }
journal-entry-edited = {"**"}{ $number }** · { $date } · { $kind } · { $who } (edited)
journal-gap = { $date } · { $kind } · { $who }: taken back, so there is nothing to show.
journal-asked = Asked: { $prompt }
journal-asked-own = { $who } had asked:
journal-only-you = Only you see this.
journal-reflection = what was heard
journal-own = a question for you both
journal-heard-yes = { $who } said: yes, that is what I meant.
journal-heard-not-quite = { $who } said: not quite.
journal-more = { $count ->
    [one] There is one more.
   *[other] There are { $count } more.
} Narrow it down, for example { $command } since:yesterday, or { $command } search:sea
journal-empty = There is nothing in your journal yet. What you two share is kept here, and { $command } shows it.
journal-nothing = Nothing fits that. { $command } on its own shows the newest.
journal-date = I could not read the date. Write for example { $command } since:yesterday, since:"last week" or since:2026-03-27
journal-somebody-else = A journal holds the words of you two only.

## privacy

privacy-title = What is stored about you:
privacy-account = your account on { $network }, and your name there: { $name }
privacy-settings = your settings; { $settings } shows them
privacy-consent = your yes to the consent page: { $at }
privacy-entries = what you wrote: answers { $answers }, gratitude { $notes }, check-ins { $checkins }, what you heard { $reflections }
privacy-sealed = of these, sealed and seen by nobody but you: { $count }
privacy-theirs = what { $other } opened to you: { $count }
privacy-rounds = which prompts came when, and who answered
privacy-own = questions that you wrote for the two of you: { $count }
privacy-past = from pairings before this one: { $count ->
    [one] one entry
   *[other] { $count } entries
}
privacy-how-kept = What you write is encrypted on the disk with a key of your own, and never stands in a log. Copies that somebody made, and older backups, are beyond my reach.
privacy-how-to-forget = { $command } export sends you all of it. { $command } forget erases one answer, a day, or everything.
privacy-export = { $count ->
    [one] Here is one entry
   *[other] Here are { $count } entries
}, twice: as JSON for programs, and as Markdown to read.
privacy-export-empty = There is nothing to send yet.
privacy-forget-how = What would you like to erase? Write { $command } forget 12 for one answer, { $command } forget yesterday for a day, or { $command } forget everything.
privacy-forget-numbers = The numbers stand in your { $journal }.
privacy-forget-one = Erase this for good?
privacy-forget-day = { $count ->
    [one] Erase the one thing that you wrote on { $date }, for good?
   *[other] Erase the { $count } things that you wrote on { $date }, for good?
}
privacy-day-empty = You wrote nothing on { $date }.
privacy-forget-all = Erase everything that you wrote, for good? The key to it is destroyed, and your settings go with it.
privacy-forget-all-ends = That ends the pairing too. { $other } keeps their own words, and hears only that it has ended. Your name and account stay in what is theirs.
privacy-forget-limits = Where it was shown, my posts will have a gap. Copies that somebody made, and older backups, are beyond my reach.
privacy-not-yours = There is nothing of yours with that number. The numbers stand in your { $journal }.
privacy-forgot = { $count ->
    [0] There was nothing left to erase.
    [one] It is erased.
   *[other] These { $count } are erased.
}
privacy-forgot-all = Everything that you wrote is erased, and the key to it is destroyed.
button-export = Send me my export
button-forget-one = Erase it
button-forget-day = Erase that day
button-forget-all = Erase everything

## doctor

doctor-title = How things are here:
doctor-asking = Not both of you have said yes yet. { $command } shows where things stand.
doctor-ended = The pairing has ended, so nothing is posted. Your journal and your export still work.
doctor-place-gone = The place is gone, or I was removed from it. Everything is kept, and nothing is posted until it is back.
doctor-forbidden = I may not write in the place any more. Everything is kept, and nothing is posted until I may again.
doctor-paused = You asked for quiet. { $command } ends it.
doctor-paused-until = You asked for quiet until { $until }.
doctor-quiet = It is quiet for both of you right now.
doctor-can = I can use { $names } here.
doctor-cannot = I cannot use { $names } here; typed commands do the same.
doctor-buttons = buttons
doctor-forms = forms
doctor-edits = changes to my messages
doctor-reactions = reactions
doctor-encryption-terminal = Everything stays on this machine.
doctor-encryption-never = This network does not encrypt messages end to end, so whoever runs it could read them.
doctor-encryption-off = This room is not encrypted end to end, so whoever runs its server could read it.
doctor-encryption-on = This room is encrypted end to end.
doctor-readers-none = Nobody but you two reads the place, as far as I can see.
doctor-readers-not-looked = I have not looked yet who can read the place; I do before I post.
doctor-readers-unsure = Who reads the place I cannot know for certain: { $count ->
    [one] it has { $count } member
   *[other] it has { $count } members
}. I wait for a private word from both of you.
doctor-readers-others = Somebody else can read the place, so your words are held back.
doctor-readers-public = Anybody can read the place, so your words are held back.
doctor-readers-unencrypted = The place is not encrypted, so your words are held back.
doctor-lacks = What I need here and may not do: { $rights }. It can be allowed in the channel's settings, under permissions.
right-see = to see the channel
right-write = to send messages
right-embed = to embed links
right-attach = to attach files
right-look = to read the message history, where I look for my own posts
right-react = to add reactions
doctor-held = Held back until that changes; then it comes by itself.
doctor-private-open = I can write to you privately.
doctor-private-closed = I cannot write to you privately. Please allow private messages from me.
doctor-clock = My clock, in your zone { $zone }: { $now }. Zone data: { $release }.
doctor-next = What comes next, on your clock:
doctor-next-at = { $kind }: { $at }
doctor-next-off = { $kind }: not on a schedule
doctor-next-resting = { $kind }: it rests; { $command } wakes it
doctor-next-none = { $kind }: nothing is due
doctor-noted = The last hours without a post, newest first:
doctor-missed = { $kind }, { $label }: I was not running, and it was too late afterwards
doctor-waited = { $kind }, { $label }: an earlier question was still open
doctor-was-paused = { $kind }, { $label }: it was quiet
doctor-was-guarded = { $kind }, { $label }: somebody else could have read it
doctor-no-prompt = { $kind }, { $label }: no prompt was left that fits
doctor-not-delivered = { $kind }, { $label }: the network did not take it in time

## help

help-title = What you can type:
help-command = { $command }: { $what }
help-command-private = { $command } (private): { $what }
help-private-note = Private ones are answered to you alone. Where both of you see what is typed, write them to me directly: in the shared place they get no answer.
help-more = With { $help } and a name you get an example. { $help } private has help lines for hard times.
help-example = For example: { $command } { $example }
help-plain = It is written like this: { $command }
help-unknown = I do not know that command. { $help } shows them all.
help-unknown-near = I do not know that command. Did you mean { $names }? { $help } shows them all.
malformed-missing = { $command } needs one more thing: { $option }.
malformed-too-much = That is more than { $command } takes.
malformed-option = { $command } has no such option. It takes: { $names }.
malformed-choice = For { $option }, { $command } takes one of these: { $words }.
malformed-person = I do not know anybody of that name here. Mention them, with an @ before the name.
malformed-quote = A quotation mark is still open. Close it, or leave it out.
help-lines-title = You are not alone with it, whatever it is. These people listen, and you need not be in danger to call.
help-lines-country = {"**"}{ $country }**
help-line = {"**"}{ $number }** { $purpose }: { $name } ({ $source })
help-line-number = {"**"}{ $number }** { $purpose } ({ $source })
help-line-emergency = in danger now
help-line-talking = to talk to somebody
help-line-violence = for violence or fear at home
help-lines-unsure = Numbers change. These are as known in { $year }, and I cannot be sure that each still holds; the names in brackets say where to look.
help-lines-elsewhere = For another country: { $help } private and its name.
help-lines-where = Where are you? Write { $help } private and the name of your country.
help-lines-not-there = I have no numbers for that country that I am sure of. Write { $help } private and another name to try again.
help-lines-directories = Everywhere: findahelpline.com lists people to talk to by country, lila.help those who help with violence at home. In danger now, the local emergency number; from many mobile phones 112 reaches it.
country-at = Austria
country-au = Australia
country-be = Belgium
country-br = Brazil
country-ca = Canada
country-ch = Switzerland
country-de = Germany
country-dk = Denmark
country-es = Spain
country-fi = Finland
country-fr = France
country-gb = United Kingdom
country-ie = Ireland
country-in = India
country-it = Italy
country-nl = Netherlands
country-no = Norway
country-nz = New Zealand
country-pl = Poland
country-pt = Portugal
country-se = Sweden
country-us = United States

## why

why-title = Why this one:
why-modest = It is meant to do you good. It is no treatment, and it promises nothing.
why-nothing = There is no round yet. { $prompt } asks a question now.
why-gone = I do not find that round any more.

## Discord

page-send = Send
page-words = Add a few words
page-chosen = Chosen: { $what }
page-how = Choose what fits, in any order. Nothing is sent until you press one of the two buttons below.
adapter-not-kept = I could not keep that just now, so nothing was changed. Please try again in a few minutes.
adapter-kept = It has reached me. What there is to say follows.
adapter-stale = I do not know this button any more. What you were looking for is in the commands: type a slash.

## dialogue

choices-private = Write the number of what you choose:
choices-place = React or reply with the number of what you choose:
dialogue-skip = skip
dialogue-stop = stop
dialogue-hint = Write “skip” to leave this out, or “stop” to end here.
dialogue-hint-needed = Write “stop” to end here.
dialogue-stopped = All right, nothing was kept.
dialogue-needed = A few words are needed here.
dialogue-choose = Please choose one of these.
