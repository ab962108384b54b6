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
when-on-day = jeden { $day } um { $time }
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
prompt-only-in = (Noch nicht übersetzt. Sprache: { $language }.)
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
    [own-prompt] eine Frage für euch beide
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
command-prompt-add = Eine eigene Frage für euch beide schreiben, oder deine wartenden ansehen
command-prompt-add-words = Deine Frage. Sie kommt bald, anstelle einer von mir, und mit deinem Namen
command-answer = Auf die offene Frage antworten
command-answer-words = Deine Antwort
command-skip = Die offene Frage auslassen. Es sieht aus wie keine Antwort
command-another = Eine andere Frage statt der offenen
command-why = Warum diese Frage: was man darüber weiß und was nicht
command-journal = Nachlesen, was geöffnet wurde, und was nur du siehst
command-journal-who = Wessen Worte
command-journal-kind = Nur eine Art
command-journal-since = Ab diesem Tag, etwa gestern, letzte Woche oder 2026-03-27
command-journal-search = Wonach du suchst
command-pause = Ruhe für euch beide
command-pause-until = Wie lange: heute Abend, ein Tag oder ein Datum. Leer: bis du weitermachst
command-resume = Deine Pause beenden, oder ein ruhendes Ritual wecken
command-settings = Sehen oder ändern, was eingestellt ist, für dich und für euch
command-settings-what = Welche Einstellung
command-settings-value = Was gelten soll
command-privacy = Sehen, mitnehmen oder löschen, was über dich gespeichert ist
command-privacy-do = Was du tun möchtest
command-privacy-what = Zum Löschen: eine Nummer aus deinem Tagebuch, ein Datum oder alles
command-leave = Die Verbindung beenden. Tagebuch und Export bleiben dir
command-help = Alle Befehle, oder Hilfe in schweren Zeiten
command-help-topic = Die Befehle, oder echte Hilfe in schweren Zeiten
command-help-about = Ein Befehl, oder dein Land für die Hilfe-Nummern
command-doctor = Was der Bot hier kann und was nicht

option-partner = gegenüber
option-zone = zeitzone
option-evening = abends-um
option-capacity = kraft
option-tag = thema
option-need = wunsch
option-words = worte
option-what = was
option-why = warum
option-keep = wann
option-topic = thema
option-who = wessen
option-kind = art
option-since = seit
option-search = suche
option-until = bis
option-value = wert
option-do = was-tun
option-about = wozu

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
choice-today = heute
choice-yesterday = gestern
choice-this-week = diese Woche
choice-last-week = letzte Woche
choice-this-month = diesen Monat
choice-last-month = letzten Monat
choice-this-year = dieses Jahr
choice-tonight = heute Abend
choice-tomorrow = bis morgen
choice-three-days = 3 Tage
choice-a-week = eine Woche
choice-two-weeks = 2 Wochen

## terminal

terminal-greeting =
    Betwixt, in diesem Terminal. { $people } teilen es sich, und du tippst für beide. Es ist { $when }, und die Uhr steht still, bis du sie stellst.

    ? zeigt die Hilfe, Strg-D beendet.
terminal-host = dieses Terminal
terminal-next = Als Nächstes: { $line } (die Eingabetaste tut es)
terminal-can-press = { $who } kann drücken: { $buttons }
terminal-posts = Betwixt, { $to }:
terminal-posts-silently = Betwixt, { $to }, ohne Ton:
terminal-changes = Betwixt ändert eine Nachricht { $to }. Sie lautet jetzt:
terminal-deletes = Betwixt nimmt eine Nachricht { $to } zurück.
terminal-reacts = Betwixt markiert, was geschrieben wurde, { $to }: Es ist aufbewahrt.
terminal-to-both = an euch beide
terminal-to-one = nur an { $who }
terminal-time = Es ist { $when }.
terminal-now = Die Uhr zeigt { $when }.
terminal-clock = Die Uhr geht zu einer Zeit, etwa @ 20:30 oder @ 2026-03-29 03:30, oder um eine Zeit weiter, etwa @ +1d, @ +2h oder @ +90m.
terminal-form = { $name } (Strg-C verlässt dieses Formular)
terminal-form-left = Du hast das Formular verlassen. Es wurde nichts abgeschickt.
terminal-optional = (darf leer bleiben)
terminal-needed = Hier braucht es ein paar Worte. Strg-C verlässt das Formular.
terminal-choose = Bitte wähle eines davon, mit der Zahl oder dem Wort.
terminal-nobody-hears = Betwixt hat noch nichts geschrieben, worauf du antworten könntest, also sähet das nur ihr beide. Ein Befehl beginnt mit einem Schrägstrich: probiere /help.
terminal-stranger = { $who } ist jetzt da: jemand, der nicht zu euch beiden gehört.
terminal-how-to-end = Strg-D beendet. Sonst geschieht nichts.
terminal-sample-one = Ehrlich? Etwas, wofür man keine Schuhe braucht.
terminal-sample-two = Egal was, Hauptsache, du kommst mit.
terminal-revealed =
    Das war das Öffnen: Keine der beiden Antworten war zu lesen, bevor beide da waren.

    Von hier an gehört es euch. Die Frage des Abends kommt, wenn die Uhr dort ankommt.
terminal-bye = Gute Nacht. Nichts davon wurde aufbewahrt.
terminal-bye-kept = Gute Nacht. Alles ist für das nächste Mal aufbewahrt.
terminal-help =
    Du tippst für eine Person auf einmal; der Name vor dem Cursor sagt, für wen.

    - { $other }: lässt { $other } sprechen, und { $other }: /help tut es in einer Zeile.
    - Ein Schrägstrich beginnt einen Befehl: /help zeigt alle, Tab ergänzt sie. Nur Betwixt sieht ihn.
    - Eine Zeile, die mit ! beginnt, ist ein Befehl, der für beide sichtbar dasteht.
    - Andere Worte sind eine Antwort auf das, was Betwixt zuletzt geschrieben hat; beide sehen sie.
    - -> und dann Worte sagt etwas nur zu Betwixt.
    - Eine Zahl oder eine Beschriftung drückt einen Knopf.
    - [edit …] ändert und [withdraw] nimmt zurück, was du zuletzt geschrieben hast.
    - @ +1d, @ 20:30 oder @ 2026-03-29 03:30 stellt die Uhr; alles, was unterwegs fällig ist, geschieht.
    - ? save legt die Dateien der letzten Nachricht in diesen Ordner.
    - Strg-C verlässt ein Formular, Strg-D beendet.
terminal-file = Datei: { $name }
terminal-saved = { $name } liegt jetzt in diesem Ordner.
terminal-no-file = Es gibt keine Datei zum Sichern. /privacy export macht eine.
terminal-file-there = { $name } gibt es in diesem Ordner schon, also wurde nichts gesichert.
terminal-script = Die Standardeingabe ist kein Terminal und wird als Skript gelesen. Was der Bot tun sollte, wird nicht geprüft; --script prüft es.

## pairing

introduction = Hallo, ich bin Betwixt: ein paar leise Fragen am Tag für zwei Menschen, die diesen Raum teilen, und für niemanden sonst. Ich sage nichts, bevor ihr beide zugestimmt habt. Jemand von euch fängt so an: { $setup } @name Europe/Berlin 20:30. { $help } zeigt den Rest.
setup-no-host = Wer diesen Bot betreibt, hat noch keinen Namen in die Konfiguration geschrieben. Ihr beide dürft wissen, wer mitlesen könnte, also wartet die Verbindung, bis er dort steht.
setup-lacks = Bevor wir anfangen, brauche ich hier noch etwas: { $rights }. Wer sich um diesen Server kümmert, kann mir das in den Einstellungen des Kanals unter Berechtigungen erlauben. Danach geht { $command }.
setup-in-place = Bitte gib { $command } in dem Kanal oder Raum ein, den ihr beide teilt.
setup-elsewhere = { $host } betreibt mich für andere Orte, deshalb geht es hier nicht. Ihr könnt { $host } danach fragen.
setup-you-are-paired = Du bist schon mit jemandem verbunden. Das geht nur mit einer Person zugleich; { $leave } beendet es.
setup-how = Wer ist dein Gegenüber, wo lebt ihr, und wann ist am Abend eine gute Zeit? So: { $command } @name Europe/Berlin 20:30
setup-with-yourself = Dazu braucht es zwei. Nenne dein Gegenüber: { $command } @name Europe/Berlin 20:30
setup-not-free = { $name } kann hier gerade nicht gefragt werden.
setup-zone-missing = In welcher Zeitzone sollen eure Zeiten gelten? So: { $command } @name Europe/Berlin 20:30
setup-waiting = Ich habe { $other } gefragt, und die Entscheidung liegt jetzt dort. { $leave } zieht die Einladung zurück.
consent-title =
    {"**"}Bevor irgendetwas beginnt: dein eigenes Ja**

    Es geht um Betwixt für dich und { $other }. Bitte lies das zuerst. Du entscheidest für dich, und { $other } ebenso.
consent-asked = Was gefragt wird, und wann:
consent-ritual = { $kind }: { $when }, { $zone }
consent-sees = Was { $other } sieht: Check-ins und Dankbarkeit, sobald du sie gibst. Antworten auf Fragen erst, wenn ihr beide geantwortet habt.
consent-private = Was niemand außer dir sieht: eine Antwort, die noch versiegelt ist, was du auslässt, deine eigenen Einstellungen, und was du mich privat fragst.
consent-host = Wer es sonst lesen könnte: { $host } betreibt diesen Bot und hat seine Schlüssel. Auf der Festplatte sind Antworten verschlüsselt.
consent-host-contact = Wer es sonst lesen könnte: { $host } betreibt diesen Bot und hat seine Schlüssel ({ $contact }). Auf der Festplatte sind Antworten verschlüsselt.
consent-network-discord = Auf Discord ist Text nicht Ende-zu-Ende-verschlüsselt: Discord und wer euren Server verwaltet, könnte lesen, was dort steht.
consent-network-matrix = In einem verschlüsselten Raum sieht euer Homeserver, wer wann schreibt, aber nicht was.
consent-network-terminal = In diesem Terminal bleibt alles auf diesem Rechner.
consent-copies = Kopien, die sich jemand gemacht hat, und ältere Sicherungen erreicht kein Löschen.
consent-free = Du kannst jederzeit pausieren ({ $pause }), gehen ({ $leave }), alles mitnehmen oder löschen ({ $privacy }), ohne jemanden zu fragen.
consent-for-whom = Das hier ist für Erwachsene, die sich miteinander sicher fühlen. Es ist keine Therapie und schlägt keinen Alarm. Wo es Hilfe gibt, ganz privat: { $help }
consent-thanks-one = Danke. Jetzt frage ich { $other }, mit denselben Worten.
consent-thanks-two = Danke. Jetzt habt ihr beide Ja gesagt.
consent-too-early = { $other } liest noch. Sobald von dort ein Ja kommt, frage ich dich.
consent-not-now = In Ordnung. Nichts ist eingerichtet, nichts wurde aufgehoben. Mit { $command } könnt ihr jederzeit neu beginnen.
invitation = { $one } möchte hier mit { $two } Betwixt nutzen: ein paar ruhige Fragen am Tag, nur für euch zwei. { $two }, lies privat, was das ist, und entscheide selbst.
invitation-whispered = { $one } möchte hier mit { $two } Betwixt nutzen: ein paar ruhige Fragen am Tag, nur für euch zwei. { $two }, ich habe dir privat geschrieben.
invitation-taken = Ihr habt beide Ja gesagt.
invitation-closed = Diese Einladung ist geschlossen.
invitation-closed-one = Die Einladung ist vorerst geschlossen. Mit { $command } gibt es eine neue, wann immer ihr mögt.
invitation-taken-back = Die Einladung ist zurückgenommen.
already-paired = Ihr zwei seid hier schon verbunden.
not-paired-yet = Das geht, sobald ihr beide Ja gesagt habt. { $command } zeigt, wie es steht.
nobody-paired = Hier ist noch niemand verbunden. Zwei Menschen beginnen mit { $command }
this-is-theirs = Das gehört den beiden. Nichts wurde geändert.
paired = {"**"}{ $one } und { $two }, schön, dass ihr da seid.** Das ist eingestellt:
paired-set = Das ist für { $one } und { $two } eingestellt:
paired-ritual = { $kind }: { $when }, { $zone }
paired-ritual-theirs = für { $who } ist das { $time }
paired-commands = { $settings } ändert die Zeiten, { $help } zeigt den Rest. Bis dahin frage ich nichts.
paired-try = Wenn ihr mögt, probiert jetzt eine leichte Frage, um zu sehen, wie es geht.
paired-try-typed = Wenn ihr mögt, probiert jetzt eine leichte Frage: { $prompt }
leave-page =
    Das beendet die Verbindung. Was noch offen ist, schließt, ohne gezeigt zu werden. { $journal } und { $privacy } bleiben euch beiden.

    Du brauchst keinen Grund.
left = Die Verbindung ist beendet. { $journal } und { $privacy } stehen dir weiter offen.
pairing-ended = Diese Verbindung ist beendet. Was dir gehört, bleibt dir: { $journal } und { $privacy } stehen dir weiter offen.
pairing-is-over = Diese Verbindung ist beendet, hier wird nichts mehr gefragt. Dein Tagebuch und dein Export stehen dir weiter offen.
never-mind = In Ordnung, alles bleibt, wie es ist.
button-read = Lesen und entscheiden
button-agree = Ich bin einverstanden
button-not-now = Jetzt nicht
button-try-one = Jetzt ausprobieren
button-leave = Verbindung beenden
button-never-mind = Doch nicht

## rituals

questions-offer = Ihr seid jetzt eine Woche hier. Möchtet ihr ab und zu eine Frage, etwas tiefer als die täglichen? Sie käme { $when }, versiegelt, bis ihr beide geantwortet habt. { $command } ändert das jederzeit.
questions-taken = { $who } hat Ja zu Fragen gesagt: { $when }.
questions-left = Dann keine Fragen. { $command } stellt eine, wann immer ihr mögt.
ritual-rests = Dieses Ritual ruht vorerst: { $kind }. { $command } weckt es, wann immer ihr mögt.
ritual-wakes = Wieder wach: { $kinds }.
button-take-questions = Ja, Fragen
button-leave-questions = Nein, danke

## rounds

round-asks = { $kind ->
    [gratitude] {"**"}Dankbarkeit**
    [check-in] {"**"}Check-in**
    [list] {"**"}Eine Liste**
    [exercise] {"**"}Etwas zum Tun**
   *[question] {"**"}Eine Frage**
}
round-one-waits = Eine Antwort wartet.
round-both-in = Beide Antworten sind da.
round-closed = Diese Runde ist geschlossen.
round-how-to-answer = Antworte auf diese Nachricht, oder schreib { $answer } und deine Worte. { $another } fragt etwas anderes, { $why } sagt, warum ich frage.
round-how-to-answer-scale = Reagiere mit einer Zahl von 1 (fast nichts übrig) bis 5 (reichlich), oder antworte mit ihr und ein paar Worten. Auch { $answer } geht; { $another } fragt etwas anderes, { $why } sagt, warum ich frage.
round-how-to-answer-sealed = Ich habe das auch jedem von euch einzeln geschickt: Schreib deine Antwort dort, oder { $answer }, und sie bleibt versiegelt, bis beide da sind. Eine Antwort hier ist sofort offen. { $another } fragt etwas anderes, { $why } sagt, warum ich frage.
round-answer-here = Was du hier schreibst, ist deine Antwort. Sie bleibt versiegelt, bis beide da sind. { $skip } lässt diese Frage vorbeiziehen.
round-is-over = Diese Runde ist vorbei.
answer-of = {"**"}{ $who }**
answer-of-edited = {"**"}{ $who }** (bearbeitet)
answer-gap = {"**"}{ $who }**: hier steht nichts.
another-too-late = Hier gibt es schon eine Antwort, also bleibt die Frage.
another-enough = Zweimal tauschen ist genug für eine Runde. { $skip } lässt diese für dich aus.
another-none = Eine andere, die gerade passt, habe ich nicht.
skip-answered = Darauf hast du schon geantwortet. Du kannst deine Antwort noch zurücknehmen.
skipped = In Ordnung. Diese lässt du aus; für dein Gegenüber sieht es aus wie jede Frage ohne Antwort.
lapse-ask = Das hat nun lange genug gewartet, und deine Antwort ist die einzige. Sie ist noch versiegelt. Was soll mit ihr werden?
lapse-kept = Sie bleibt nur bei dir.
lapse-shared = Sie ist jetzt zu lesen.
lapse-erased = Sie ist gelöscht.
lapse-shared-already = Sie ist schon geteilt. Du kannst sie noch zurücknehmen.
reminder = Die Erinnerung, um die du gebeten hast:
button-answer = Antworten
button-another = Eine andere
button-why = Warum das?
button-skip = Auslassen
button-keep = Für mich behalten
button-share = Teilen
button-erase = Löschen
button-1 = 1
button-2 = 2
button-3 = 3
button-4 = 4
button-5 = 5

## reveal

reveal-notice = Ihr habt beide geantwortet.
reveal-shared-notice = Es gibt eine Antwort zu lesen.
reveal-prompt = Gefragt wart ihr:
reflect-nothing = Hier ist keine Antwort von { $who }, die du spiegeln könntest.
reflect-how = Was hast du gehört? Ein, zwei Sätze in deinen eigenen Worten genügen.
reflect-kept = Gesendet. { $who } kann sagen, ob es so gemeint war.
reflect-not-your-own = Das kann nur { $who } sagen.
reflection-notice = Jemand hat zugehört.
reflection-of = {"**"}Was { $who } von { $other } gehört hat**
reflection-ask = { $other }, war das so gemeint?
reflection-yes = { $other }: Ja, so habe ich es gemeint.
reflection-not-quite = { $other }: Nicht ganz. Frag gern noch einmal.
button-reflect = Sagen, was ankam
button-more-like-this = Mehr davon
button-not-for-us = Nichts für uns
button-heard-yes = Ja
button-heard-not-quite = Nicht ganz

## answers

answer-is-blank = Da stand nichts drin, also habe ich nichts aufgehoben. Ein paar Worte genügen.
answer-is-long = Das sind { $characters } Zeichen, und { $most } passen. Noch ist nichts aufgehoben.
answer-is-gone = Das ist nicht mehr hier.
answer-how = Schreib deine Antwort dahinter, so: { $command } deine Worte
answer-kept-open = Danke, es steht im Beitrag.
answer-kept-sealed = Aufgehoben. Die Antwort bleibt versiegelt, bis auch { $other } geantwortet hat.
answer-kept-both = Aufgehoben. Jetzt sind beide Antworten da.
answer-kept-settling = Aufgehoben. Beide Antworten erscheinen in zwei Minuten, außer du schreibst weiter.
answer-names-round = Das gehört jetzt hierzu:
answer-kept-how = Zum Ändern bearbeite deine Nachricht; zum Zurücknehmen lösche sie.
not-an-answer-then = In Ordnung, ich habe es vergessen.
handed-back = Hier ist, was du geschrieben hast, damit es nicht verloren geht:
change-too-late = Das ist geschlossen, also bleiben die Worte, wie sie sind. Zurücknehmen kannst du deine noch.
changed = Geändert.
reply-unread = Ich habe deine Antwort gesehen, darf sie in diesem Netzwerk aber nicht lesen, also ist nichts aufgehoben. Drück unter meinem Beitrag auf Antworten oder nimm { $answer }. Eine Antwort, bei der meine Erwähnung eingeschaltet ist, geht auch.
reply-undecrypted = Von dir ist eine Nachricht da, die ich nicht öffnen kann: Sie ist verschlüsselt, und ihr Schlüssel ist nicht angekommen. Schick sie bitte noch einmal.
edited-command = Ein Befehl bleibt, wie du ihn geschickt hast. Um etwas zu ändern, lösche die Nachricht und schreib sie neu.
withdrawn = Zurückgenommen.
nothing-open = Gerade ist nichts offen. { $prompt } stellt eine Frage.
nothing-open-for-words = Gerade ist nichts offen, also habe ich das nicht aufgehoben. { $prompt } stellt eine Frage; { $gratitude } ist für ein Danke.
not-yours-to-press = Das hast nicht du zu entscheiden.
button-not-an-answer = Keine Antwort
button-change = Ändern
button-withdraw = Zurücknehmen

## notes

gratitude-how = Was hat dein Gegenüber getan, und was zeigt das? So: { $command } du hast mir Tee gemacht why: du hast gesehen, dass ich friere
checkin-how = Wie viel Kraft hast du heute, von 1 bis 5? So: { $command } 3 work listen ein langer Tag
checkin-kept = Danke, ihr könnt es jetzt beide lesen.
checkin-notice = Ein Check-in.
checkin-of = {"**"}Wie es { $who } geht**
checkin-of-edited = {"**"}Wie es { $who } geht** (bearbeitet)
note-kept = Nur für dich aufgehoben. Teile es, wann immer du magst.
note-sent = { $other } hat es jetzt.
note-later = Es geht an { $other }, sobald dort die Ruhezeit vorbei ist.
note-sent-already = Es ist schon geteilt.
note-notice = Ein Danke.
note-of = {"**"}Von { $who } an { $other }**
note-of-edited = {"**"}Von { $who } an { $other }** (bearbeitet)
prompt-topic-closed = Dieses Thema ist hier nicht offen. Ein Thema öffnet sich, wenn ihr es beide gewählt habt, jede Person für sich, in { $settings }
prompt-none = Eine Frage, die gerade passt, habe ich nicht.
button-share-note = Jetzt teilen

## feedback

feedback-more = Vermerkt: etwas mehr von dieser Art. Niemand erfährt, wer das gesagt hat.
feedback-less = Vermerkt: Das kommt nicht wieder, und von dieser Art kommt weniger. Niemand erfährt, wer das gesagt hat.
feedback-early = Dazu gibt es noch nichts zu sagen.

## own questions

own-how = Was möchtest du euch beide fragen? So: { $command } deine Frage. Sie bleibt versiegelt, bis sie gestellt wird.
own-kept = Aufgehoben und versiegelt, bis sie kommt: bald, anstelle einer von mir, und mit deinem Namen. { $prompt } stellt gleich eine. Du kannst sie zurücknehmen; { $other } sieht sie vorher nicht.
own-is-long = Das sind { $characters } Zeichen, und eine Frage hat Platz für { $most }. Noch ist nichts aufgehoben.
own-are-many = Es warten schon { $most } Fragen von dir. { $command } zeigt sie, und du kannst eine zurücknehmen.
own-list = {"**"}Deine Fragen, die noch warten.** { $other } sieht sie nicht, bevor sie gestellt werden.
own-number = {"**"}{ $number }**
own-more = { $command } und deine Worte: Dann kommt eine dazu.
own-asks = { $who } fragt euch beide:
own-gone = Diese Frage wurde zurückgenommen.
why-own = { $who } hat sie für euch beide geschrieben. Dahinter steht keine Studie, nur der Wunsch, es zu wissen.
button-withdraw-number = { $number } zurücknehmen

## pause

pause-how = Bis wann? So: { $command } heute Abend, { $command } 3 days, { $command } 2026-04-01, oder nichts, bis du weitermachst.
pause-past = Diese Zeit ist schon vorbei. So: { $command } heute Abend
paused = Hier ist vorerst Ruhe.
pause-over = Die Ruhe ist vorbei; die nächste Frage kommt zu ihrer Zeit.
pause-yours = Ruhe, bis du { $command } sagst
pause-yours-until = Ruhe bis { $until }. { $command } beendet sie früher.
resume-yours = Deine Pause ist aufgehoben.
resume-still-quiet = Deine Pause ist aufgehoben. Es bleibt noch eine Weile ruhig.
resume-not-yours = Du hast keine eigene Pause. Es bleibt vorerst ruhig.
resume-nothing = Es ist nichts pausiert.

## guard

guard-holds = Ich halte eure Worte vorerst zurück: hier könnte sonst jemand mitlesen.
guard-over = Ihr seid wieder unter euch. Es geht weiter.
guard-overheard = Außer euch beiden kann hier noch jemand mitlesen, vielleicht ein anderer Bot oder eine Brücke. Nehmt sie heraus, oder zieht an einen eigenen Ort. Bis dahin werden eure Worte zurückgehalten, und nichts geht verloren.
guard-public = Euren Ort kann jede Person lesen, sogar ohne beizutreten. Macht ihn privat. Bis dahin werden eure Worte zurückgehalten, und nichts geht verloren.
guard-unencrypted = Euer Raum ist nicht verschlüsselt, und wer diesen Bot betreibt, möchte Verschlüsselung. Schaltet sie in den Einstellungen des Raums ein. Bis dahin werden eure Worte zurückgehalten, und nichts geht verloren.
guard-needs-both = Euer Ort hat { $count } Mitglieder, und ich kann nicht sehen, ob andere mitlesen, etwa wer ihn verwaltet oder andere Bots. Wenn das für dich in Ordnung ist, sag es. Ich brauche es von euch beiden, jeweils privat.
guard-confirmed = Danke. Ihr habt es beide gesagt.
guard-confirmed-one = Danke. Dasselbe brauche ich noch von { $other }.
held-gap = Diese Worte werden zurückgehalten: hier könnte sonst jemand mitlesen.
held-back = An eurem Ort könnte gerade sonst jemand mitlesen, also frage ich dort jetzt nichts.
button-confirm-readers = Das ist für mich in Ordnung

## trouble

halted-place = Euer Ort ist weg, oder ich wurde daraus entfernt. Alles bleibt aufgehoben, und nichts wird geschrieben. Ladet mich wieder ein, dann geht es weiter.
halted-forbidden = Ich darf an eurem Ort nicht mehr schreiben. Alles bleibt aufgehoben. Sobald ich ihn wieder sehen und dort schreiben darf, gebt dort irgendeinen Befehl ein, dann geht es weiter.
unreachable = Ich konnte einer Person von euch nicht privat schreiben. Erlaubt Direktnachrichten von mir, oder nutzt die Befehle hier; { $doctor } sagt mehr.
text-blocked = Das Netzwerk hat einen Text von einer Person von euch nicht angenommen. Er ist aufgehoben; ein paar andere Worte helfen vielleicht.

## hub
hub-went-wrong = Bei mir ist etwas schiefgegangen, und nichts wurde verändert. Versuch es in einer Weile noch einmal; wenn es wieder passiert, sag der Person Bescheid, die diesen Bot betreibt.
hub-cannot-say = Das ist erledigt, aber ich kann es dir gerade nicht zeigen.

## wording

zone-empty = Welche Zeitzone? Schreib einen Namen wie Europe/Berlin, oder eine große Stadt.
zone-unknown = Diese Zeitzone kenne ich nicht. Schreib einen Namen wie Europe/Berlin, oder eine große Stadt in deiner Nähe.
zone-unknown-near = Diese Zeitzone kenne ich nicht. Ähnlich: { $nearest }.
zone-ambiguous = Davon gibt es mehr als eine: { $nearest }.
zone-offset = Ein Abstand in Stunden weiß nichts von der Sommerzeit. Schreib einen Namen wie Europe/Berlin.
zone-abbreviation = Solche Kürzel stehen für mehr als eine Zone. Schreib einen Namen wie { $nearest }.
time-unread = Um wie viel Uhr? Schreib es wie 20:30 oder 20 Uhr.
time-hour = Stunden gehen von 00 bis 23; Mitternacht ist 00:00. Schreib es wie 20:30.
time-minute = Minuten gehen von 00 bis 59. Schreib es wie 20:30.
time-twelve = Mit am oder pm geht die Stunde von 1 bis 12. Schreib es wie 20:30.

## wording: schedules and quiet hours

mistake-quiet = Diese Ruhezeit konnte ich nicht lesen. Schreib zum Beispiel 22:00-07:00, oder aus.
mistake-schedule-empty = Wann soll es sein? Schreib zum Beispiel täglich 20:30, oder mo-fr 08:00.
mistake-schedule-long = Das ist mir zu lang. Schreib zum Beispiel täglich 20:30, oder mo-fr 08:00.
mistake-schedule-no-hour = Die Uhrzeit fehlt. Schreib sie hinter die Tage, zum Beispiel mo-fr 08:00.
mistake-schedule-days = Die Tage konnte ich nicht lesen. Schreib zum Beispiel täglich 20:30, so,mi 18:00 oder mo-fr 08:00.
mistake-schedule-days-near = Die Tage konnte ich nicht lesen. Meintest du { $word }? Schreib zum Beispiel so,mi 18:00.
mistake-schedule-month-day = Welcher Tag im Monat? Schreib zum Beispiel monthly 1 18:00, mit einem Tag von 1 bis 31.
mistake-schedule-often = Das wäre öfter als einmal in der Stunde, und das ist viel. Schreib zum Beispiel täglich 20:30.
mistake-schedule-never = Dieser Tag kommt nie. Bitte wähle einen anderen Tag im Monat.
mistake-cron-fields = Ein Cron-Muster hat fünf Felder, dieses hat { $found }. In Worten geht es leichter: mo-fr 08:00.
mistake-cron-unreadable = In dem Cron-Muster konnte ich dieses Feld nicht lesen: { $field }. In Worten geht es leichter: mo-fr 08:00.
mistake-cron-range = In dem Cron-Muster geht dieses Feld von { $low } bis { $high }: { $field }.
mistake-cron-step = In dem Cron-Muster konnte ich in diesem Feld den Schritt nach dem / nicht lesen: { $field }.
cron-minute = Minute
cron-hour = Stunde
cron-month-day = Tag im Monat
cron-month = Monat
cron-weekday = Wochentag

## settings

settings-mine = {"**"}Deines.** Diesen Teil sieht { $other } nicht.
settings-ours = {"**"}Eures gemeinsam.** Beide können es ändern, für alles, was danach kommt.
settings-change = Um etwas zu ändern, schreib den Namen und wie es sein soll, zum Beispiel { $command } quiet 22:00-07:00. Mit dem Namen allein siehst du, wie es geht.
settings-names = Einstellen lässt sich: { $names }.
settings-unknown = Diese Einstellung kenne ich nicht.
settings-unknown-near = Diese Einstellung kenne ich nicht. Meintest du { $command } { $name }?
settings-same = So ist es schon.
command-done = Erledigt.
settings-ours-done = Erledigt. Es steht auch an eurem Ort.
settings-nobody = Gerade bist du mit niemandem verbunden, also gibt es nichts Gemeinsames. { $command } fängt damit an.

settings-is-zone = zone: { $zone }, dort ist es jetzt { $now }
settings-is-zone-ours = zone: die von euch beiden, { $zone }, dort ist es jetzt { $now }
settings-is-quiet = quiet: Ruhezeit { $quiet }
settings-is-quiet-off = quiet: keine Ruhezeit
settings-is-reminder = reminder: eine Erinnerung, privat, wenn du auf einen Beitrag nach so langer Zeit nicht geantwortet hast: { $after }
settings-is-reminder-off = reminder: keine Erinnerung
settings-is-language = language: { $language }
settings-is-language-ours = language: die von euch beiden, { $language }
settings-is-topics = topics: du bist offen für { $names }
settings-is-topics-none = topics: nur alltägliche Themen
settings-is-announce-on = announce: wenn deine Antwort wartet, sagt der Beitrag, dass eine wartet, ohne Namen
settings-is-announce-off = announce: solange deine Antwort wartet, wird nichts davon gesagt
settings-is-depth = depth: Fragen bis { $depth } von 3
settings-is-ritual = { $kind }: { $when }, { $mode }
settings-is-ritual-resting = { $kind }: { $when }, { $mode }; ruht vorerst
settings-is-ritual-off = { $kind }: ohne feste Zeit, { $mode }
settings-mode-open = jede Antwort ist zu sehen, sobald sie kommt
settings-mode-sealed = Antworten sind zu sehen, wenn beide da sind
settings-is-couple-zone = couple-zone: { $zone }
settings-is-couple-language = couple-language: { $language }
settings-is-wait = wait: eine versiegelte Frage wartet { $hours ->
    [one] { $hours } Stunde
   *[other] { $hours } Stunden
} auf die zweite Antwort
settings-is-apart-on = apart: ja, also kommt nichts, wofür ihr am selben Ort sein müsst
settings-is-apart-off = apart: nein

settings-how-zone = So änderst du es: { $command } zone Berlin. Mit couple statt einer Stadt gilt die Zone von euch beiden. Es verschiebt deine Ruhezeit und die Zeiten, die du siehst, nie die Rituale.
settings-how-quiet = So änderst du es: { $command } quiet 22:00-07:00, oder aus. In dieser Zeit macht nichts ein Geräusch, und private Nachrichten warten.
settings-how-reminder = So änderst du es: { $command } reminder 2h, oder aus. Davon weißt nur du.
settings-how-language = So änderst du es: { $command } language deutsch. Mit couple gilt die Sprache von euch beiden.
settings-how-topics = So änderst du es: { $command } topics +money -sex.
settings-how-announce = So änderst du es: { $command } announce an, oder aus.
settings-how-depth = So änderst du es: { $command } depth 2, von 1 (leicht) bis 3 (was man nur wenigen erzählt). Fragen gehen so tief, wie ihr beide offen dafür seid.
settings-how-ritual = So änderst du es: { $command } { $name } mo-fr 08:00, oder nur eine Uhrzeit, oder aus. Mit open oder sealed wählst du, wann Antworten zu sehen sind; für open braucht es euch beide.
settings-how-couple-zone = So änderst du es: { $command } couple-zone Berlin. Die Rituale behalten auf dieser Uhr ihre Zeit.
settings-how-couple-language = So änderst du es: { $command } couple-language deutsch.
settings-how-wait = So änderst du es: { $command } wait 24h, von einer Stunde bis zu einer Woche.
settings-how-apart = So änderst du es: { $command } apart an, oder aus. An, wenn ihr an verschiedenen Orten lebt: Dann kommt nichts, wofür ihr am selben Ort sein müsst.

settings-zone-set = Für dich gilt jetzt: { $zone }. Dort ist es { $now }.
settings-quiet-set = Deine Ruhezeit ist { $quiet }. Dann macht nichts ein Geräusch, und private Nachrichten warten.
settings-quiet-off = Du hast jetzt keine Ruhezeit.
settings-reminder-set = Du bekommst eine private Erinnerung, wenn du auf einen Beitrag nach so langer Zeit nicht geantwortet hast: { $after }. Das gilt ab dem nächsten Beitrag.
settings-reminder-off = Keine Erinnerungen.
settings-language-set = Ab jetzt schreibe ich dir auf { $language }.
settings-topics-all = Es gibt: { $names }.
settings-topics-private = Das siehst nur du. Ein Thema kommt nur vor, wenn ihr beide dafür offen seid.
settings-announce-on = Wenn deine Antwort wartet, sagt der Beitrag, dass eine wartet, ohne Namen.
settings-announce-off = Solange deine Antwort wartet, wird nichts davon gesagt.
settings-depth-set = Fragen gehen für dich bis { $depth } von 3, und so tief, wie ihr beide offen dafür seid.

mistake-reminder = Nach wie langer Zeit? Zwischen 5 Minuten und einem Tag, zum Beispiel { $command } reminder 2h, oder aus.
mistake-language = Ich spreche { $names }.
mistake-topic = Dieses Thema kenne ich nicht. Es gibt: { $names }.
mistake-announce = Bitte schreib { $command } announce an, oder aus.
mistake-depth = Bitte schreib 1, 2 oder 3, zum Beispiel { $command } depth 2.
mistake-wait = Wie viele Stunden? Zwischen einer Stunde und einer Woche, zum Beispiel { $command } wait 24h.
mistake-apart = Bitte schreib { $command } apart an, oder aus.

settings-ritual-set = Das ist eingestellt: { $kind }.
settings-next = Die nächsten Male, auf deiner Uhr:
settings-next-at = { $at }
settings-next-of = { $kind }: das nächste Mal { $at }
settings-next-quiet = Manches davon liegt in einer Ruhezeit. Das kommt dann ohne Geräusch.
settings-couple-zone-set = Die Rituale behalten auf der neuen Uhr ihre Zeit. Auf deiner ist das:
settings-stays-sealed = Es bleibt, wie es ist ({ $kind }): Antworten sind zu sehen, wenn beide da sind.

ours-ritual = { $who } hat hierfür eine neue Zeit gewählt: { $kind }, { $when }.
ours-ritual-off = { $who } hat das ausgeschaltet: { $kind }.
ours-zone = { $who } hat eure Uhr neu gestellt: { $zone }.
ours-language = { $who } hat die Sprache gewählt, in der ich hier schreibe: { $language }.
ours-wait = { $who } hat neu gewählt, wie lange eine versiegelte Frage auf die zweite Antwort wartet: { $hours ->
    [one] { $hours } Stunde
   *[other] { $hours } Stunden
}, ab der nächsten.
ours-apart-on = { $who } hat vermerkt, dass ihr an verschiedenen Orten lebt. Ab dem nächsten Mal kommt nichts, wofür ihr am selben Ort sein müsst.
ours-apart-off = { $who } hat vermerkt, dass ihr am selben Ort lebt.
ours-sealed = { $who } hat geändert, wann Antworten zu sehen sind ({ $kind }): ab dem nächsten Mal, wenn beide da sind.
ours-open = Ihr seid euch einig: ab dem nächsten Mal ist jede Antwort zu sehen, sobald sie kommt ({ $kind }).

proposal-open = { $who } wünscht sich, dass Antworten zu sehen sind, sobald sie kommen, ohne auf beide zu warten ({ $kind }). Möchtest du das auch?
proposal-free = Beides ist gut. Wenn du lieber nicht magst, bleibt es, wie es ist, und niemand erfährt, wer das gesagt hat.
proposal-made = Damit wären Antworten früher zu sehen, also braucht es euch beide. { $other } wird privat gefragt.
proposal-waits = { $other } ist gefragt, und es bleibt, wie es ist, bis ihr es beide möchtet.
proposal-over = Das ist schon geklärt.
button-accept = Einverstanden
button-refuse = Lieber nicht

## journal

journal-title = Was geöffnet wurde, und was nur du siehst, das Neueste zuerst:
journal-entry = {"**"}{ $number }** · { $date } · { $kind } · { $who }
journal-entry-edited = {"**"}{ $number }** · { $date } · { $kind } · { $who } (bearbeitet)
journal-gap = { $date } · { $kind } · { $who }: zurückgenommen, hier ist nichts zu sehen.
journal-asked = Gefragt war: { $prompt }
journal-asked-own = { $who } hatte gefragt:
journal-only-you = Das siehst nur du.
journal-reflection = was gehört wurde
journal-own = eine Frage für euch beide
journal-heard-yes = { $who }: ja, so war es gemeint.
journal-heard-not-quite = { $who }: nicht ganz.
journal-more = { $count ->
    [one] Es gibt noch einen Eintrag.
   *[other] Es gibt noch { $count } Einträge.
} Grenze es ein, zum Beispiel { $command } since:gestern oder { $command } search:Meer
journal-empty = In deinem Tagebuch steht noch nichts. Was ihr teilt, bleibt hier, und { $command } zeigt es.
journal-nothing = Dazu passt nichts. { $command } allein zeigt das Neueste.
journal-date = Das Datum konnte ich nicht lesen. Schreib zum Beispiel { $command } since:gestern, since:"letzte Woche" oder since:2026-03-27
journal-somebody-else = Im Tagebuch stehen nur die Worte von euch beiden.

## privacy

privacy-title = Das ist über dich gespeichert:
privacy-account = dein Konto bei { $network } und dein Name dort: { $name }
privacy-settings = deine Einstellungen; { $settings } zeigt sie
privacy-consent = wann du Ja gesagt hast: { $at }
privacy-entries = was du geschrieben hast: Antworten { $answers }, Dank { $notes }, Befinden { $checkins }, Gehörtes { $reflections }
privacy-sealed = davon versiegelt und nur für dich zu sehen: { $count }
privacy-theirs = was { $other } für dich geöffnet hat: { $count }
privacy-rounds = welche Fragen wann kamen, und wer geantwortet hat
privacy-own = Fragen, die du für euch beide geschrieben hast: { $count }
privacy-past = aus früheren Verbindungen: { $count ->
    [one] ein Eintrag
   *[other] { $count } Einträge
}
privacy-how-kept = Was du schreibst, liegt mit einem eigenen Schlüssel verschlüsselt auf der Platte und steht in keinem Protokoll. Kopien, die jemand gemacht hat, und ältere Sicherungen erreiche ich nicht.
privacy-how-to-forget = { $command } export schickt dir alles. { $command } forget löscht eine Antwort, einen Tag oder alles.
privacy-export = { $count ->
    [one] Hier ist ein Eintrag
   *[other] Hier sind { $count } Einträge
}, zweimal: als JSON für Programme und als Markdown zum Lesen.
privacy-export-empty = Es gibt noch nichts zu schicken.
privacy-forget-how = Was möchtest du löschen? Schreib { $command } forget 12 für eine Antwort, { $command } forget gestern für einen Tag oder { $command } forget alles.
privacy-forget-numbers = Die Nummern stehen in deinem Tagebuch: { $journal }.
privacy-forget-one = Das hier für immer löschen?
privacy-forget-day = { $count ->
    [one] Den einen Eintrag, den du am { $date } geschrieben hast, für immer löschen?
   *[other] Die { $count } Einträge, die du am { $date } geschrieben hast, für immer löschen?
}
privacy-day-empty = Am { $date } hast du nichts geschrieben.
privacy-forget-all = Alles, was du geschrieben hast, für immer löschen? Der Schlüssel dazu wird vernichtet, und deine Einstellungen gehen mit.
privacy-forget-all-ends = Damit endet auch eure Verbindung. { $other } behält die eigenen Worte und erfährt nur, dass sie beendet ist. Dein Name und dein Konto bleiben in dem, was { $other } gehört.
privacy-forget-limits = Wo es zu sehen war, steht in meinen Nachrichten dann eine Lücke. Kopien, die jemand gemacht hat, und ältere Sicherungen erreiche ich nicht.
privacy-not-yours = Von dir gibt es nichts mit dieser Nummer. Die Nummern stehen in deinem Tagebuch: { $journal }.
privacy-forgot = { $count ->
    [0] Es war nichts mehr zu löschen.
    [one] Es ist gelöscht.
   *[other] Diese { $count } sind gelöscht.
}
privacy-forgot-all = Alles, was du geschrieben hast, ist gelöscht, und der Schlüssel dazu ist vernichtet.
button-export = Export schicken
button-forget-one = Löschen
button-forget-day = Diesen Tag löschen
button-forget-all = Alles löschen

## doctor

doctor-title = So steht es hier:
doctor-asking = Noch haben nicht beide Ja gesagt. { $command } zeigt, wie es steht.
doctor-ended = Die Verbindung ist beendet, deshalb kommt nichts mehr. Dein Tagebuch und dein Export stehen dir weiter offen.
doctor-place-gone = Der Ort ist weg, oder ich wurde daraus entfernt. Alles ist aufgehoben, und nichts kommt, bis er wieder da ist.
doctor-forbidden = Ich darf hier nicht mehr schreiben. Alles ist aufgehoben, und nichts kommt, bis ich wieder darf.
doctor-paused = Du hast um Ruhe gebeten. { $command } beendet sie.
doctor-paused-until = Du hast um Ruhe gebeten bis { $until }.
doctor-quiet = Gerade ist für euch beide Ruhe.
doctor-can = Hier gibt es für mich { $names }.
doctor-cannot = Hier gibt es für mich nicht: { $names }. Getippte Befehle tun dasselbe.
doctor-buttons = Knöpfe
doctor-forms = Formulare
doctor-edits = Änderungen an meinen Nachrichten
doctor-reactions = Reaktionen
doctor-encryption-terminal = Alles bleibt auf diesem Rechner.
doctor-encryption-never = Dieses Netzwerk verschlüsselt Nachrichten nicht Ende-zu-Ende; wer es betreibt, könnte sie lesen.
doctor-encryption-off = Dieser Raum ist nicht Ende-zu-Ende-verschlüsselt; wer den Server betreibt, könnte mitlesen.
doctor-encryption-on = Dieser Raum ist Ende-zu-Ende-verschlüsselt.
doctor-readers-none = Soweit ich sehe, liest hier niemand außer euch beiden.
doctor-readers-not-looked = Ich habe noch nicht nachgesehen, wer hier lesen kann; vor jeder Nachricht tue ich es.
doctor-readers-unsure = Wer hier liest, kann ich nicht sicher wissen: { $count ->
    [one] der Ort hat { $count } Mitglied
   *[other] der Ort hat { $count } Mitglieder
}. Ich warte auf ein privates Wort von euch beiden.
doctor-readers-others = Jemand anderes kann hier lesen, deshalb halte ich eure Worte zurück.
doctor-readers-public = Hier können alle lesen, deshalb halte ich eure Worte zurück.
doctor-readers-unencrypted = Dieser Ort ist nicht verschlüsselt, deshalb halte ich eure Worte zurück.
doctor-lacks = Was ich hier brauche und nicht darf: { $rights }. Erlauben lässt es sich in den Einstellungen des Kanals unter Berechtigungen.
right-see = den Kanal sehen
right-write = Nachrichten senden
right-embed = Links einbetten
right-attach = Dateien anhängen
right-look = den Nachrichtenverlauf lesen, in dem ich meine eigenen Beiträge suche
right-react = Reaktionen hinzufügen
doctor-held = Zurückgehalten, bis sich das ändert; dann kommt es von selbst.
doctor-private-open = Ich kann dir privat schreiben.
doctor-private-closed = Ich kann dir nicht privat schreiben. Bitte erlaube mir private Nachrichten.
doctor-clock = Meine Uhr in deiner Zeitzone { $zone }: { $now }. Zonendaten: { $release }.
doctor-next = Was als Nächstes kommt, auf deiner Uhr:
doctor-next-at = { $kind }: { $at }
doctor-next-off = { $kind }: ohne feste Zeit
doctor-next-resting = { $kind }: ruht; { $command } weckt es
doctor-next-none = { $kind }: nichts steht an
doctor-noted = Die letzten Zeiten ohne Nachricht, die neueste zuerst:
doctor-missed = { $kind }, { $label }: ich war gerade nicht da, und danach war es zu spät
doctor-waited = { $kind }, { $label }: eine frühere Frage war noch offen
doctor-was-paused = { $kind }, { $label }: es war Ruhe
doctor-was-guarded = { $kind }, { $label }: sonst hätte jemand mitlesen können
doctor-no-prompt = { $kind }, { $label }: es war nichts Passendes mehr da
doctor-not-delivered = { $kind }, { $label }: das Netzwerk hat es nicht rechtzeitig angenommen

## help

help-title = Das kannst du tippen:
help-command = { $command }: { $what }
help-command-private = { $command } (privat): { $what }
help-private-note = Auf private antworte ich nur dir. Wo beide sehen, was getippt wird, schreib sie direkt an mich: am gemeinsamen Ort bekommen sie keine Antwort.
help-more = Mit { $help } und einem Namen bekommst du ein Beispiel. { $help } private zeigt Hilfe für schwere Zeiten.
help-example = Zum Beispiel: { $command } { $example }
help-plain = So wird es geschrieben: { $command }
help-unknown = Diesen Befehl kenne ich nicht. { $help } zeigt alle.
help-unknown-near = Diesen Befehl kenne ich nicht. Meintest du { $names }? { $help } zeigt alle.
malformed-missing = Bei { $command } fehlt noch etwas: { $option }.
malformed-too-much = Das ist mehr, als zu { $command } gehört.
malformed-option = So etwas gibt es bei { $command } nicht. Es gibt: { $names }.
malformed-choice = Bei { $command } geht für { $option } eines davon: { $words }.
malformed-person = Hier kenne ich niemanden mit diesem Namen. Erwähne die Person, mit einem @ vor dem Namen.
malformed-quote = Ein Anführungszeichen ist noch offen. Schließe es, oder lass es weg.
help-lines-title = Du bist damit nicht allein, was immer es ist. Hier hören Menschen zu, und du musst nicht in Gefahr sein, um anzurufen.
help-lines-country = {"**"}{ $country }**
help-line = {"**"}{ $number }** { $purpose }: { $name } ({ $source })
help-line-number = {"**"}{ $number }** { $purpose } ({ $source })
help-line-emergency = bei Gefahr
help-line-talking = zum Reden
help-line-violence = bei Gewalt oder Angst zu Hause
help-lines-unsure = Nummern ändern sich. Das ist der Stand von { $year }, und ich kann nicht sicher sein, dass jede noch stimmt; in Klammern steht, wo du nachsehen kannst.
help-lines-elsewhere = Für ein anderes Land: { $help } private und sein Name.
help-lines-where = Wo bist du? Schreib { $help } private und den Namen deines Landes.
help-lines-not-there = Für dieses Land habe ich keine Nummern, bei denen ich sicher bin. Mit { $help } private und einem anderen Namen kannst du es noch einmal versuchen.
help-lines-directories = Überall: findahelpline.com nennt Menschen zum Reden, nach Land; lila.help solche, die bei Gewalt zu Hause helfen. Bei Gefahr die örtliche Notrufnummer; von vielen Handys erreicht man sie auch über 112.
country-at = Österreich
country-au = Australien
country-be = Belgien
country-br = Brasilien
country-ca = Kanada
country-ch = Schweiz
country-de = Deutschland
country-dk = Dänemark
country-es = Spanien
country-fi = Finnland
country-fr = Frankreich
country-gb = Vereinigtes Königreich
country-ie = Irland
country-in = Indien
country-it = Italien
country-nl = Niederlande
country-no = Norwegen
country-nz = Neuseeland
country-pl = Polen
country-pt = Portugal
country-se = Schweden
country-us = Vereinigte Staaten

## why

why-title = Warum gerade das:
why-modest = Es soll euch guttun. Es ist keine Behandlung und verspricht nichts.
why-nothing = Es gibt noch keine Runde. { $prompt } stellt jetzt eine Frage.
why-gone = Diese Runde finde ich nicht mehr.

## Discord

page-send = Senden
page-words = Ein paar Worte dazu
page-chosen = Gewählt: { $what }
page-how = Wähl, was passt, in beliebiger Reihenfolge. Gesendet wird erst, wenn du unten einen der beiden Knöpfe drückst.
adapter-not-kept = Das konnte ich gerade nicht aufheben, also ist nichts verändert. Versuch es bitte in ein paar Minuten noch einmal.
adapter-kept = Es ist bei mir angekommen. Was dazu zu sagen ist, kommt gleich.
adapter-stale = Diesen Knopf kenne ich nicht mehr. Was du suchst, findest du unter den Befehlen: tipp einen Schrägstrich.

## dialogue

choices-private = Schreib die Zahl, die du wählst:
choices-place = Reagiere oder antworte mit der Zahl, die du wählst:
dialogue-skip = weiter
dialogue-stop = Schluss
dialogue-hint = Schreib „weiter“, um das auszulassen, oder „Schluss“, um hier aufzuhören.
dialogue-hint-needed = Schreib „Schluss“, um hier aufzuhören.
dialogue-stopped = Gut, es wurde nichts behalten.
dialogue-needed = Hier braucht es ein paar Worte.
dialogue-choose = Bitte wähle eines davon.
