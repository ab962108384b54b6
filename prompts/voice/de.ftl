# Was der Bot selbst sagt, auf Deutsch: du und ihr, ohne Geschlechter, kurz und freundlich. Wie man hier schreibt, steht in en.ftl.

## voice: names, times, lists

language-name = Deutsch
person-without-name = dein Gegenüber

list-middle = { $before }, { $after }
list-last = { $before } und { $after }

moment = { $date }, { $time }
zone-city = Ortszeit { $city }
zone-universal = Weltzeit (UTC)
quiet-range = { $from } bis { $until }
quiet-off = keine

length-days = { $count ->
    [one] { $count } Tag
   *[other] { $count } Tage
}
length-hours = { $count ->
    [one] { $count } Stunde
   *[other] { $count } Stunden
}
length-minutes = { $count ->
    [one] { $count } Minute
   *[other] { $count } Minuten
}
length-moment = ein Moment

when-every-day = jeden Tag um { $time }
when-weekdays = Montag bis Freitag um { $time }
when-weekends = Samstag und Sonntag um { $time }
when-on-days = { $days } um { $time }
when-monthly = am { $day }. jedes Monats um { $time }
when-pattern = nach dem Muster { $cron }, das nächste Mal { $next }
when-pattern-over = nach dem Muster { $cron }, ohne weiteren Termin

kind-gratitude = Dankbarkeit
kind-check-in = Check-in
kind-question = Frage
kind-list = Liste
kind-exercise = Übung

## voice: prompts and what people wrote

prompt-needs = Ihr braucht: { $what }
prompt-only-in = (Bisher nur auf { $language }.)
prompt-gone = Der Text dazu ist nicht mehr da.

why-strength-a = Wie gut es belegt ist: in mindestens einer kontrollierten Studie geprüft.
why-strength-b = Wie gut es belegt ist: in Studien beobachtet, nicht genau in dieser Form geprüft.
why-strength-c = Wie gut es belegt ist: von Menschen gelehrt, die mit Paaren arbeiten, wenig geprüft.
why-limit = Was es nicht zeigt: { $limit }
why-source = Quelle: { $source }

gratitude-why = Warum es wichtig war:

state-capacity = Kraft { $level } von 5
state-tag-work = Arbeit
state-tag-health = Gesundheit
state-tag-family = Familie
state-tag-money = Geld
state-tag-sleep = Schlaf
state-tag-us = wir
state-tag-other = etwas anderes
state-need-listen = ein offenes Ohr wäre schön
state-need-help = Hilfe wäre gut
state-need-space = etwas Raum wäre gut
state-need-hug = eine Umarmung wäre schön
state-need-nothing = braucht nichts

export-title = Aus Betwixt
export-made = Erstellt am { $date }. Darin steht, was du geschrieben hast und was für dich geöffnet wurde.
export-entry = { $date }: { $kind ->
    [answer] eine Antwort
    [note] ein Dank
    [check-in] ein Check-in
   *[reflection] was angekommen ist
} von { $author }
export-only-you = Das siehst nur du.

## command table: what each command does

command-setup = Euch beide hier verbinden, oder sehen, was eingestellt ist
command-setup-partner = Dein Gegenüber
command-setup-zone = Deine Zeitzone oder eine große Stadt in der Nähe, etwa Europe/Berlin
command-setup-evening = Die Uhrzeit für die Dankbarkeit am Abend, etwa 20:30
command-checkin = Sagen, wie es dir gerade geht
command-checkin-capacity = Wie viel Kraft du heute noch hast, von 1 (kaum) bis 5 (reichlich)
command-checkin-tag = Worum es geht
command-checkin-need = Was gut täte
command-checkin-words = Ein paar Worte, wenn du magst
command-gratitude = Für etwas Bestimmtes danken
command-gratitude-what = Was dein Gegenüber getan hat
command-gratitude-why = Was es über dein Gegenüber sagt, oder warum es wichtig war
command-gratitude-keep = Jetzt senden oder aufheben und später teilen
command-prompt = Jetzt eine Frage für euch beide
command-prompt-topic = Ein Thema, für das ihr beide offen seid
command-answer = Auf die offene Frage antworten
command-answer-words = Deine Antwort
command-skip = Die offene Frage auslassen. Es sieht aus wie keine Antwort
command-another = Eine andere Frage statt der offenen
command-why = Warum diese Frage: was man darüber weiß und was nicht
command-journal = Nachlesen, was geöffnet wurde, und was nur du siehst
command-journal-who = Wessen Worte
command-journal-kind = Nur eine Art
command-journal-since = Ab diesem Tag, etwa yesterday, last week oder 2026-03-27
command-journal-search = Wonach du suchst
command-pause = Ruhe für euch beide
command-pause-until = Wie lange: tonight, ein Tag oder ein Datum. Leer: bis du weitermachst
command-resume = Deine Pause beenden, oder ein ruhendes Ritual wecken
command-settings = Sehen oder ändern, was eingestellt ist, für dich und für euch
command-settings-what = Welche Einstellung
command-settings-value = Was gelten soll
command-privacy = Sehen, mitnehmen oder löschen, was über dich gespeichert ist
command-privacy-do = Was du tun möchtest
command-privacy-what = Zum Löschen: eine Nummer aus deinem Tagebuch, ein Datum oder everything
command-leave = Die Verbindung beenden. Tagebuch und Export bleiben dir
command-help = Alle Befehle, oder Hilfe in schweren Zeiten
command-help-topic = Die Befehle, oder echte Hilfe in schweren Zeiten
command-doctor = Was der Bot hier kann und was nicht

## command table: forms

form-words = Deine Antwort
form-check-in = Wie geht es dir?
form-gratitude = Danke für …
form-reflection = Was bei mir ankam

field-words = Deine Worte
field-capacity = Deine Kraft, 1 (kaum) bis 5 (reichlich)
field-tag = Worum es geht
field-need = Was gut täte
field-what = Was dein Gegenüber getan hat
field-why = Was es zeigt, warum es wichtig war
field-heard = Was bei dir ankam, in deinen Worten

level-1 = 1, kaum noch Kraft
level-2 = 2, nicht viel
level-3 = 3, geht so
level-4 = 4, gut
level-5 = 5, reichlich

choice-work = Arbeit
choice-health = Gesundheit
choice-family = Familie
choice-money = Geld
choice-sleep = Schlaf
choice-us = wir
choice-other = etwas anderes
choice-listen = ein offenes Ohr
choice-help = Hilfe
choice-space = Raum
choice-hug = eine Umarmung
choice-nothing = nichts
choice-now = jetzt
choice-later = für später aufheben
choice-me = von mir
choice-partner = von meinem Gegenüber
choice-both = von uns beiden
choice-gratitude = Dankbarkeit
choice-check-in = Check-ins
choice-question = Fragen
choice-all = alles
choice-show = zeigen, was gespeichert ist
choice-export = als Dateien mitnehmen
choice-forget = löschen
choice-commands = die Befehle
choice-private = Hilfe in schweren Zeiten
