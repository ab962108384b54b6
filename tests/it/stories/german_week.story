# Eine Woche auf Deutsch: alles, was der Bot sagt, in der Sprache der beiden.
zone Europe/Berlin   now 2026-05-04 12:00   lang de

ana: /setup @ben Europe/Berlin 20:30
bot → ana: Bevor irgendetwas beginnt: dein eigenes Ja
| Es geht um Betwixt für dich und ben. Bitte lies das zuerst. Du entscheidest für dich, und ben ebenso.
| Was gefragt wird, und wann:
| - Check-in: jeden Tag um 08:30, Ortszeit Berlin
| - Dankbarkeit: jeden Tag um 20:30, Ortszeit Berlin
| Was ben sieht: Check-ins und Dankbarkeit, sobald du sie gibst. Antworten auf Fragen erst, wenn ihr beide geantwortet habt.
| Was niemand außer dir sieht: eine Antwort, die noch versiegelt ist, was du auslässt, deine eigenen Einstellungen, und was du mich privat fragst.
| Wer es sonst lesen könnte: dieses Terminal betreibt diesen Bot und hat seine Schlüssel. Auf der Festplatte sind Antworten verschlüsselt.
| In diesem Terminal bleibt alles auf diesem Rechner.
| Kopien, die sich jemand gemacht hat, und ältere Sicherungen erreicht kein Löschen.
| Du kannst jederzeit pausieren (/pause), gehen (/leave), alles mitnehmen oder löschen (/privacy), ohne jemanden zu fragen.
| Das hier ist für Erwachsene, die sich miteinander sicher fühlen. Es ist keine Therapie und schlägt keinen Alarm. Wo es Hilfe gibt, ganz privat: /help private
| [Ich bin einverstanden] [Jetzt nicht]
ana: [press Ich bin einverstanden]
bot → ana: Danke. Jetzt frage ich ben, mit denselben Worten.
bot: ana möchte hier mit ben Betwixt nutzen: ein paar ruhige Fragen am Tag, nur für euch zwei. ben, lies privat, was das ist, und entscheide selbst.
| [Lesen und entscheiden]
ben: [press Lesen und entscheiden]
bot → ben: Bevor irgendetwas beginnt: dein eigenes Ja
| Es geht um Betwixt für dich und ana. Bitte lies das zuerst. Du entscheidest für dich, und ana ebenso.
| Was gefragt wird, und wann:
| - Check-in: jeden Tag um 08:30, Ortszeit Berlin
| - Dankbarkeit: jeden Tag um 20:30, Ortszeit Berlin
| Was ana sieht: Check-ins und Dankbarkeit, sobald du sie gibst. Antworten auf Fragen erst, wenn ihr beide geantwortet habt.
| Was niemand außer dir sieht: eine Antwort, die noch versiegelt ist, was du auslässt, deine eigenen Einstellungen, und was du mich privat fragst.
| Wer es sonst lesen könnte: dieses Terminal betreibt diesen Bot und hat seine Schlüssel. Auf der Festplatte sind Antworten verschlüsselt.
| In diesem Terminal bleibt alles auf diesem Rechner.
| Kopien, die sich jemand gemacht hat, und ältere Sicherungen erreicht kein Löschen.
| Du kannst jederzeit pausieren (/pause), gehen (/leave), alles mitnehmen oder löschen (/privacy), ohne jemanden zu fragen.
| Das hier ist für Erwachsene, die sich miteinander sicher fühlen. Es ist keine Therapie und schlägt keinen Alarm. Wo es Hilfe gibt, ganz privat: /help private
| [Ich bin einverstanden] [Jetzt nicht]
ben: [press Ich bin einverstanden]
bot → ben: Danke. Jetzt habt ihr beide Ja gesagt.
bot: [edit] Ihr habt beide Ja gesagt.
bot: ana und ben, schön, dass ihr da seid. Das ist eingestellt:
| - Check-in: jeden Tag um 08:30, Ortszeit Berlin
| - Dankbarkeit: jeden Tag um 20:30, Ortszeit Berlin
| /settings ändert die Zeiten, /help zeigt den Rest. Bis dahin frage ich nichts.
| Wenn ihr mögt, probiert jetzt eine leichte Frage, um zu sehen, wie es geht.
| [Jetzt ausprobieren]

# Montagabend: Dankbarkeit.
@ 20:30
bot: Dankbarkeit
| …
| [Antworten] [Eine andere] [Warum das?]
ana: Du hast den Müll hinuntergetragen
bot: [react ✅]
bot: [edit] Dankbarkeit
| …
| ana
| > Du hast den Müll hinuntergetragen
| [Antworten] [Warum das?]

# Dienstag: wie es beiden geht.
@ 08:30
bot: Check-in
| …
| [1] [2] [3] [4] [5] [Antworten] [Eine andere] [Warum das?]
ana: /checkin 4 work listen viel vor
bot → ana: Danke, es steht im Beitrag.
| [Ändern] [Zurücknehmen]
bot: [edit] Check-in
| …
| ana
| Kraft 4 von 5 · Arbeit · ein offenes Ohr wäre schön
| > viel vor
| [1] [2] [3] [4] [5] [Antworten] [Warum das?]
ben: [press 2]
bot → ben: Danke, es steht im Beitrag.
| [Ändern] [Zurücknehmen]
bot: [edit] Check-in
| …
| ana
| Kraft 4 von 5 · Arbeit · ein offenes Ohr wäre schön
| > viel vor
| ben
| Kraft 2 von 5
| [1] [2] [3] [4] [5] [Antworten] [Warum das?]

# Mittwoch: eine Frage.
@ +1d
bot: [edit] Dankbarkeit
| …
| ana
| > Du hast den Müll hinuntergetragen
| [Mehr davon] [Nichts für uns]
bot: Dankbarkeit
| …
| [Antworten] [Eine andere] [Warum das?]
bot: [edit] Check-in
| …
| ana
| Kraft 4 von 5 · Arbeit · ein offenes Ohr wäre schön
| > viel vor
| ben
| Kraft 2 von 5
| [Mehr davon] [Nichts für uns]
bot: Check-in
| …
| [1] [2] [3] [4] [5] [Antworten] [Eine andere] [Warum das?]
ana: /prompt
bot: …
| [Antworten] [Eine andere] [Warum das?]
ana → bot: Das Meer im Winter
bot → ana: Aufgehoben. Die Antwort bleibt versiegelt, bis auch ben geantwortet hat.
| Das gehört jetzt hierzu:
| …
| [Keine Antwort] [Ändern] [Zurücknehmen]
bot: [edit] …
| Eine Antwort wartet.
| [Antworten] [Warum das?]
ben → bot: Der Geruch von Regen
bot → ben: Aufgehoben. Beide Antworten erscheinen in zwei Minuten, außer du schreibst weiter.
| Das gehört jetzt hierzu:
| …
| [Keine Antwort] [Ändern] [Zurücknehmen]

# Donnerstag: Ruhe für einen Abend.
@ +1d
bot: [edit] …
| Beide Antworten sind da.
| [Warum das?]
bot: Ihr habt beide geantwortet.
| Gefragt wart ihr:
| …
| ana
| > Das Meer im Winter
| ben
| > Der Geruch von Regen
| [Sagen, was ankam] [Mehr davon] [Nichts für uns]
bot: [edit] Dankbarkeit
| …
| Diese Runde ist geschlossen.
bot: Dankbarkeit
| …
| [Antworten] [Eine andere] [Warum das?]
bot: [edit] Check-in
| …
| Diese Runde ist geschlossen.
bot: Check-in
| …
| [1] [2] [3] [4] [5] [Antworten] [Eine andere] [Warum das?]
ben: /pause heute
bot: Hier ist vorerst Ruhe.
bot → ben: Ruhe bis Freitag, 8. Mai, 07:00. /resume beendet sie früher.
@ +1d
bot: Die Ruhe ist vorbei; die nächste Frage kommt zu ihrer Zeit.
bot: [edit] Check-in
| …
| Diese Runde ist geschlossen.
bot: Check-in
| …
| [1] [2] [3] [4] [5] [Antworten] [Eine andere] [Warum das?]

# Freitag: was ist eingestellt, was weiß man darüber?
ana: /settings
bot → ana: Deines. Diesen Teil sieht ben nicht.
| - zone: die von euch beiden, Ortszeit Berlin, dort ist es jetzt 08:30
| - quiet: Ruhezeit 22:00 bis 07:00
| - reminder: keine Erinnerung
| - language: Deutsch
| - topics: nur alltägliche Themen
| - announce: wenn deine Antwort wartet, sagt der Beitrag, dass eine wartet, ohne Namen
| - depth: Fragen bis 1 von 3
| Eures gemeinsam. Beide können es ändern, für alles, was danach kommt.
| - Check-in: jeden Tag um 08:30, jede Antwort ist zu sehen, sobald sie kommt
| - Dankbarkeit: jeden Tag um 20:30, jede Antwort ist zu sehen, sobald sie kommt
| - Frage: ohne feste Zeit, Antworten sind zu sehen, wenn beide da sind
| - couple-zone: Ortszeit Berlin
| - couple-language: Deutsch
| - wait: eine versiegelte Frage wartet 48 Stunden auf die zweite Antwort
| …
| Um etwas zu ändern, schreib den Namen und wie es sein soll, zum Beispiel /settings quiet 22:00-07:00. Mit dem Namen allein siehst du, wie es geht.
ana: /why
bot → ana: Warum gerade das:
| …
ana: /help
bot → ana: Das kannst du tippen:
| - /setup: Euch beide hier verbinden, oder sehen, was eingestellt ist
| - /checkin: Sagen, wie es dir gerade geht
| - /gratitude: Für etwas Bestimmtes danken
| - /prompt: Jetzt eine Frage für euch beide
| …
| - /answer: Auf die offene Frage antworten
| - /skip (privat): Die offene Frage auslassen. Es sieht aus wie keine Antwort
| - /another: Eine andere Frage statt der offenen
| - /why: Warum diese Frage: was man darüber weiß und was nicht
| - /journal (privat): Nachlesen, was geöffnet wurde, und was nur du siehst
| - /pause: Ruhe für euch beide
| - /resume: Deine Pause beenden, oder ein ruhendes Ritual wecken
| - /settings: Sehen oder ändern, was eingestellt ist, für dich und für euch
| - /privacy (privat): Sehen, mitnehmen oder löschen, was über dich gespeichert ist
| - /leave (privat): Die Verbindung beenden. Tagebuch und Export bleiben dir
| - /help: Alle Befehle, oder Hilfe in schweren Zeiten
| - /doctor (privat): Was der Bot hier kann und was nicht
| Auf private antworte ich nur dir. Wo beide sehen, was getippt wird, schreib sie direkt an mich: am gemeinsamen Ort bekommen sie keine Antwort.
| Mit /help und einem Namen bekommst du ein Beispiel. /help private zeigt Hilfe für schwere Zeiten.

# Am Wochenende geht es weiter.
@ 2026-05-11 12:00
bot: [edit] Dankbarkeit
| …
| Diese Runde ist geschlossen.
bot: Dankbarkeit
| …
| [Antworten] [Eine andere] [Warum das?]
bot: [edit] Check-in
| …
| Diese Runde ist geschlossen.
bot: Dieses Ritual ruht vorerst: Check-in. /resume weckt es, wann immer ihr mögt.
bot: [edit] Dankbarkeit
| …
| Diese Runde ist geschlossen.
bot: Dieses Ritual ruht vorerst: Dankbarkeit. /resume weckt es, wann immer ihr mögt.
bot: Ihr seid jetzt eine Woche hier. Möchtet ihr ab und zu eine Frage, etwas tiefer als die täglichen? Sie käme jeden Sonntag um 18:00, versiegelt, bis ihr beide geantwortet habt. /settings ändert das jederzeit.
| [Ja, Fragen] [Nein, danke]
ana: /journal
bot → ana: Was geöffnet wurde, und was nur du siehst, das Neueste zuerst:
| 5 · Mittwoch, 6. Mai · Frage · ben
| Gefragt war: …
| > Der Geruch von Regen
| 4 · Mittwoch, 6. Mai · Frage · ana
| Gefragt war: …
| > Das Meer im Winter
| 3 · Dienstag, 5. Mai · Check-in · ben
| Gefragt war: …
| Kraft 2 von 5
| 2 · Dienstag, 5. Mai · Check-in · ana
| Gefragt war: …
| Kraft 4 von 5 · Arbeit · ein offenes Ohr wäre schön
| > viel vor
| 1 · Montag, 4. Mai · Dankbarkeit · ana
| Gefragt war: …
| > Du hast den Müll hinuntergetragen
