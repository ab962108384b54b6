# What the bot says itself, in English. One section for each file of the program that says it.
#
# How to write here:
# - Short, warm, plain, kind; read it aloud. No blame, no hurry, no jargon, no exclamation marks in a row.
# - { $name } is a place for an argument. A choice looks at what an argument is:
#     a number       { $count -> [one] one answer *[other] { $count } answers }
#     a person       { $who -> [you] you *[other] { $who } }     you, other; in a post: one
#     a kind, topic, setting, zone, command or text: its plain word, such as [question]
#   An argument is put in after the markup is read, so nothing in it can turn into markup.
# - A blank line begins a paragraph. A line that begins with "- " is an item. **This** is strong; a line cannot begin
#   with ** in this file format, so write {"**"}so** there. Other lines go on with the one before.
# - A text may use only the arguments that every language's text of that key uses.

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
command-help-topic = The commands, or real help for hard times
command-doctor = What the bot can and cannot do here

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
