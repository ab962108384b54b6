# Lo que el bot dice por sí mismo, en español: de tú, con un plural que sirve en España y en América, sin género, breve y amable.
# Cómo se escribe aquí está en en.ftl. La persona del otro lado es «tu pareja»; para las dos a la vez se busca una frase sin
# «vosotros»: «las dos respuestas», «la pareja». Nada de barras, arrobas ni equis.

## voice: names, times, lists

language-name = español
person-without-name = tu pareja

list-middle = { $before }, { $after }
list-last = { $before } y { $after }

moment = { $date }, { $time }
zone-city = hora de { $city }
zone-universal = hora universal (UTC)
quiet-range = de { $from } a { $until }
quiet-off = ninguna

length-days = { $count ->
    [one] { $count } día
   *[other] { $count } días
}
length-hours = { $count ->
    [one] { $count } hora
   *[other] { $count } horas
}
length-minutes = { $count ->
    [one] { $count } minuto
   *[other] { $count } minutos
}
length-moment = un momento

when-every-day = todos los días { $time ->
    [one] a la { $time }
   *[other] a las { $time }
}
when-weekdays = de lunes a viernes { $time ->
    [one] a la { $time }
   *[other] a las { $time }
}
when-weekends = sábados y domingos { $time ->
    [one] a la { $time }
   *[other] a las { $time }
}
when-on-day = cada { $day } { $time ->
    [one] a la { $time }
   *[other] a las { $time }
}
when-on-days = cada { $days } { $time ->
    [one] a la { $time }
   *[other] a las { $time }
}
when-monthly = el día { $day } de cada mes { $time ->
    [one] a la { $time }
   *[other] a las { $time }
}
when-pattern = según el patrón { $cron }; la próxima vez, { $next }
when-pattern-over = según el patrón { $cron }, que ya no tiene más fechas

kind-gratitude = gratitud
kind-check-in = cómo estás
kind-question = pregunta
kind-list = lista
kind-exercise = ejercicio

## voice: prompts and what people wrote

prompt-needs = Hace falta: { $what }
prompt-only-in = (Aún sin traducir. Idioma: { $language }.)
prompt-gone = El texto de esta pregunta ya no está.

why-strength-a = Qué respaldo tiene: al menos un estudio controlado.
why-strength-b = Qué respaldo tiene: se ha visto en estudios, no exactamente en esta forma.
why-strength-c = Qué respaldo tiene: lo enseña gente que trabaja con parejas; se ha estudiado poco.
why-limit = Lo que no demuestra: { $limit }
why-source = Fuente: { $source }

gratitude-why = Por qué importó:

state-capacity = energía { $level } de 5
state-tag-work = trabajo
state-tag-health = salud
state-tag-family = familia
state-tag-money = dinero
state-tag-sleep = sueño
state-tag-us = nuestra relación
state-tag-other = otra cosa
state-need-listen = le vendría bien alguien que escuche
state-need-help = le vendría bien ayuda
state-need-space = le vendría bien algo de espacio
state-need-hug = le vendría bien un abrazo
state-need-nothing = no necesita nada

export-title = De Betwixt
export-made = Fecha: { $date }. Contiene lo que escribiste y lo que se abrió para ti.
export-entry = { $date }: { $kind ->
    [answer] una respuesta
    [note] un agradecimiento
    [check-in] un «cómo estás»
    [own-prompt] una pregunta para la pareja
   *[reflection] lo que se entendió
} de { $author }
export-only-you = Solo tú ves esto.

## command table: what each command does

command-setup = Empezar aquí en pareja, o ver cómo está configurado
command-setup-partner = Tu pareja
command-setup-zone = Tu zona horaria o una ciudad grande cerca de ti, como Europe/Madrid
command-setup-evening = La hora de la gratitud por la noche, como 20:30
command-checkin = Contar cómo estás ahora
command-checkin-capacity = Cuánta energía te queda hoy, de 1 (muy poca) a 5 (de sobra)
command-checkin-tag = De qué se trata
command-checkin-need = Qué te vendría bien
command-checkin-words = Unas palabras, si quieres
command-gratitude = Dar las gracias por algo concreto
command-gratitude-what = Qué hizo tu pareja
command-gratitude-why = Qué dice de tu pareja, o por qué te importó
command-gratitude-keep = Enviarlo ya, o guardarlo para compartirlo después
command-prompt = Una pregunta para la pareja, ahora
command-prompt-topic = Un tema que hayan elegido las dos personas
command-prompt-add = Escribir una pregunta para la pareja, o ver las tuyas que esperan
command-prompt-add-words = Tu pregunta. Llega pronto, en lugar de una de las mías, y con tu nombre
command-answer = Responder a la pregunta abierta
command-answer-words = Tu respuesta
command-skip = Dejar pasar la pregunta abierta. Se ve igual que no responder
command-another = Otra pregunta en lugar de la abierta
command-why = Por qué esta pregunta: qué se sabe y qué no
command-journal = Releer lo que se abrió, y lo que solo ves tú
command-journal-who = De quién son las palabras
command-journal-kind = Solo un tipo
command-journal-since = Desde ese día, como ayer, semana pasada o 2026-03-27
command-journal-search = Palabras que buscas
command-pause = Una pausa para la pareja
command-pause-until = Hasta cuándo: esta noche, un día o una fecha. Vacío: hasta que sigas
command-resume = Terminar tu pausa, o despertar un ritual que descansa
command-settings = Ver o cambiar los ajustes, los tuyos y los de la pareja
command-settings-what = Qué ajuste
command-settings-value = Cómo debe quedar
command-privacy = Ver, llevarte o borrar lo que se guarda sobre ti
command-privacy-do = Qué quieres hacer
command-privacy-what = Para borrar: un número de tu diario, una fecha, o todo
command-leave = Terminar la conexión. Conservas tu diario y la copia de tus datos
command-help = Todos los comandos, o ayuda en momentos difíciles
command-help-about = Un comando, o tu país para los teléfonos de ayuda
command-help-topic = Los comandos, o ayuda real en momentos difíciles
command-doctor = Qué puede y qué no puede hacer el bot aquí

option-partner = pareja
option-zone = zona
option-evening = noche
option-capacity = energía
option-tag = tema
option-need = necesidad
option-words = palabras
option-what = qué
option-why = por-qué
option-keep = cuándo
option-topic = tema
option-who = de-quién
option-kind = tipo
option-since = desde
option-search = buscar
option-until = hasta
option-value = valor
option-do = hacer
option-about = sobre

## command table: forms

form-words = Tu respuesta
form-check-in = ¿Cómo estás?
form-gratitude = Gracias por…
form-reflection = Lo que entendí

field-words = Tus palabras
field-capacity = Tu energía, de 1 (muy poca) a 5 (de sobra)
field-tag = De qué se trata
field-need = Qué te vendría bien
field-what = Qué hizo tu pareja
field-why = Qué dice de tu pareja, por qué te importó
field-heard = Lo que entendiste, con tus palabras

level-1 = 1, casi sin energía
level-2 = 2, poca
level-3 = 3, normal
level-4 = 4, bien
level-5 = 5, de sobra

choice-work = trabajo
choice-health = salud
choice-family = familia
choice-money = dinero
choice-sleep = sueño
choice-us = nuestra relación
choice-other = otra cosa
choice-listen = alguien que escuche
choice-help = ayuda
choice-space = espacio
choice-hug = un abrazo
choice-nothing = nada
choice-now = ahora
choice-later = guardarlo para después
choice-me = mis palabras
choice-partner = las de mi pareja
choice-both = todas
choice-gratitude = gratitud
choice-check-in = cómo estás
choice-question = preguntas
choice-all = todo
choice-show = ver lo que se guarda
choice-export = llevármelo en archivos
choice-forget = borrar
choice-commands = los comandos
choice-private = ayuda en momentos difíciles
choice-today = hoy
choice-yesterday = ayer
choice-this-week = esta semana
choice-last-week = la semana pasada
choice-this-month = este mes
choice-last-month = el mes pasado
choice-this-year = este año
choice-tonight = esta noche
choice-tomorrow = hasta mañana
choice-three-days = 3 días
choice-a-week = una semana
choice-two-weeks = 2 semanas

## terminal

terminal-greeting =
    Betwixt, en esta terminal. La comparten { $people }, y tú escribes por las dos personas. Fecha y hora: { $when }. El reloj está quieto hasta que lo muevas.

    Escribe ? para la ayuda. Ctrl-D termina.
terminal-host = esta terminal
terminal-next = Ahora toca: { $line } (la tecla Enter lo hace)
terminal-can-press = Botones de { $who }: { $buttons }
terminal-posts = Betwixt, { $to }:
terminal-posts-silently = Betwixt, { $to }, sin sonido:
terminal-changes = Betwixt cambia un mensaje { $to }. Ahora dice:
terminal-deletes = Betwixt retira un mensaje { $to }.
terminal-reacts = Betwixt marca lo que se escribió { $to }: queda guardado.
terminal-to-both = para la pareja
terminal-to-one = solo para { $who }
terminal-time = Fecha y hora: { $when }.
terminal-now = El reloj marca { $when }.
terminal-clock = El reloj va a una hora, como @ 20:30 o @ 2026-03-29 03:30, o avanza un tiempo, como @ +1d, @ +2h o @ +90m.
terminal-form = { $name } (Ctrl-C sale de este formulario)
terminal-form-left = Saliste del formulario. No se envió nada.
terminal-optional = (puede quedar vacío)
terminal-needed = Aquí hacen falta unas palabras. Ctrl-C sale del formulario.
terminal-choose = Elige una de estas opciones, por su número o su palabra.
terminal-nobody-hears = Betwixt aún no ha escrito nada a lo que puedas responder, así que esto solo lo vería la pareja. Un comando empieza con una barra: prueba /help.
terminal-stranger = Ahora está { $who }: alguien que no es de la pareja.
terminal-how-to-end = Ctrl-D termina. Si no, no pasa nada.
terminal-sample-one = ¿La verdad? Algo que se pueda hacer sin zapatos.
terminal-sample-two = Lo que sea, si vienes conmigo.
terminal-revealed =
    Así se abren las respuestas: nadie pudo leer la otra antes de que estuvieran las dos.

    Desde aquí es cosa de la pareja. La pregunta de la noche llega cuando el reloj llegue a su hora.
terminal-bye = Buenas noches. No se guardó nada de esto.
terminal-bye-kept = Buenas noches. Todo queda guardado para la próxima vez.
terminal-help =
    Escribes por una persona a la vez; el nombre antes del cursor dice por cuál.

    - { $other }: da la palabra a { $other }, y { $other }: /help lo hace en una línea.
    - Una barra empieza un comando: /help los muestra, Tab los completa. Solo Betwixt lo ve.
    - Una línea que empieza con ! es un comando a la vista de la pareja.
    - Otras palabras responden a lo último que escribió Betwixt; la pareja las ve.
    - -> y unas palabras le dicen algo solo a Betwixt.
    - Un número o el nombre de un botón lo activa.
    - [edit …] cambia y [withdraw] retira lo último que escribiste.
    - @ +1d, @ 20:30 o @ 2026-03-29 03:30 mueve el reloj; lo que toca por el camino sucede.
    - ? save deja los archivos del último mensaje en esta carpeta.
    - Ctrl-C sale de un formulario, Ctrl-D termina.
terminal-file = Archivo: { $name }
terminal-saved = { $name } está ahora en esta carpeta.
terminal-no-file = No hay ningún archivo para guardar. /privacy export crea uno.
terminal-file-there = { $name } ya está en esta carpeta, así que no se guardó nada.
terminal-script = La entrada estándar no es una terminal, así que se lee como un guion. Lo que el bot debería hacer no se comprueba; --script lo comprueba.

## pairing

introduction = Hola, soy Betwixt: unas pocas preguntas tranquilas al día para dos personas que comparten esta sala, y para nadie más. No digo nada hasta que las dos personas hayan aceptado. Se empieza así: { $setup } @nombre Europe/Madrid 20:30. { $help } muestra lo demás.
setup-no-host = Quien administra este bot aún no ha puesto su nombre en la configuración. La pareja tiene derecho a saber quién podría leer sus palabras, así que esto espera hasta que esté.
setup-lacks = Antes de empezar me hace falta algo aquí: { $rights }. Quien se ocupa de este servidor puede permitirlo en los ajustes del canal, en Permisos. Después { $command } funciona.
setup-in-place = Escribe { $command } en el canal o la sala que compartes con tu pareja.
setup-elsewhere = { $host } me tiene para otros sitios, así que aquí no es posible. Puedes preguntarle a { $host }.
setup-you-are-paired = Ya tienes una conexión. Solo puede haber una a la vez; { $leave } la termina.
setup-how = ¿Quién es tu pareja, qué ciudad marca la hora, y qué hora de la noche va bien? Así: { $command } @nombre Europe/Madrid 20:30
setup-with-yourself = Hacen falta dos personas. Nombra a tu pareja: { $command } @nombre Europe/Madrid 20:30
setup-not-free = Ahora no es posible preguntarle aquí a { $name }.
setup-zone-missing = ¿En qué zona horaria se cuentan las horas de la pareja? Así: { $command } @nombre Europe/Madrid 20:30
setup-waiting = La pregunta ya está con { $other }, y ahora decide con libertad. { $leave } retira la invitación.
consent-title =
    {"**"}Antes de empezar: tu propio sí**

    Se trata de Betwixt para ti y { $other }. Léelo primero, por favor. Tú decides por ti, y { $other } por su parte.
consent-asked = Qué se pregunta, y cuándo:
consent-ritual = { $kind }: { $when }, { $zone }
consent-sees = Lo que ve { $other }: cómo estás y tu gratitud, en cuanto lo escribes. Las respuestas a preguntas, solo cuando están las dos.
consent-private = Lo que nadie más ve: una respuesta que sigue sellada, lo que dejas pasar, tus propios ajustes y lo que me preguntas en privado.
consent-host = Quién más podría leerlo: { $host } administra este bot y tiene sus claves. En el disco, las respuestas están cifradas.
consent-host-contact = Quién más podría leerlo: { $host } administra este bot y tiene sus claves ({ $contact }). En el disco, las respuestas están cifradas.
consent-network-discord = En Discord el texto no va cifrado de extremo a extremo: Discord y quienes administran el servidor podrían leer lo que se publica.
consent-network-matrix = En una sala cifrada, el servidor de cada persona ve quién escribe y cuándo, pero no qué.
consent-network-terminal = En esta terminal, todo queda en este equipo.
consent-copies = Las copias que alguien haya hecho y las copias de seguridad antiguas no se pueden alcanzar al borrar.
consent-free = Puedes pausar ({ $pause }), irte ({ $leave }), llevarte todo o borrarlo ({ $privacy }) en cualquier momento, sin pedir permiso.
consent-for-whom = Esto es para personas adultas que se sienten a salvo en su relación. No es terapia y no da ninguna alarma. Dónde hay ayuda, en privado: { $help }
consent-thanks-one = Gracias. Ahora le pregunto a { $other }, con las mismas palabras.
consent-thanks-two = Gracias. Ya hay dos síes.
consent-too-early = { $other } todavía está leyendo. Te pregunto en cuanto llegue su sí.
consent-not-now = De acuerdo. No se configuró ni se guardó nada. { $command } empieza de nuevo cuando quieras.
invitation = { $one } quiere usar Betwixt aquí con { $two }: unas pocas preguntas tranquilas al día, solo para la pareja. { $two }, lee en privado de qué se trata y decide por tu cuenta.
invitation-whispered = { $one } quiere usar Betwixt aquí con { $two }: unas pocas preguntas tranquilas al día, solo para la pareja. { $two }, te escribí en privado.
invitation-taken = Ya hay dos síes.
invitation-closed = Esta invitación está cerrada.
invitation-closed-one = La invitación está cerrada por ahora. { $command } abre otra en cualquier momento.
invitation-taken-back = Se retiró la invitación.
already-paired = Esta pareja ya está conectada aquí.
not-paired-yet = Eso funciona cuando haya dos síes. { $command } muestra cómo va.
nobody-paired = Aquí todavía no hay ninguna pareja. Dos personas empiezan con { $command }
this-is-theirs = Esto es de la pareja. No se cambió nada.
paired = {"**"}{ $one }, { $two }: qué gusto empezar.** Así queda:
paired-set = Así está puesto para { $one } y { $two }:
paired-ritual = { $kind }: { $when }, { $zone }
paired-ritual-theirs = para { $who }, eso es: { $time }
paired-commands = { $settings } cambia las horas; { $help } muestra lo demás. Hasta entonces no pregunto nada.
paired-try = También se puede probar ahora una pregunta ligera, para ver cómo es.
paired-try-typed = También se puede probar ahora una pregunta ligera: { $prompt }
leave-page =
    Esto termina la conexión en Betwixt. Lo que sigue abierto se cierra sin mostrarse. Cada persona conserva { $journal } y { $privacy }.

    No necesitas ningún motivo.
left = La conexión terminó. { $journal } y { $privacy } siguen ahí para ti.
pairing-ended = Esta conexión en Betwixt terminó. Lo tuyo sigue siendo tuyo: { $journal } y { $privacy } siguen ahí.
pairing-is-over = Esta conexión en Betwixt terminó, así que no se publica nada más. Tu diario y la copia de tus datos siguen disponibles.
never-mind = De acuerdo, todo queda como está.
button-read = Leer y decidir
button-agree = Acepto
button-not-now = Ahora no
button-try-one = Probar una ahora
button-leave = Terminar la conexión
button-never-mind = Mejor no

## rituals

questions-offer = Ya pasó una semana. ¿Sumamos de vez en cuando una pregunta algo más profunda que las diarias? Llegaría { $when }, sellada hasta que estén las dos respuestas. { $command } lo cambia en cualquier momento.
questions-taken = { $who } dijo que sí a las preguntas: { $when }.
questions-left = Sin preguntas, entonces. { $command } hace una en cualquier momento.
ritual-rests = Este ritual descansa por ahora: { $kind }. { $command } lo despierta en cualquier momento.
ritual-wakes = De vuelta: { $kinds }.
button-take-questions = Sí, preguntas
button-leave-questions = No, gracias

## rounds

round-asks = { $kind ->
    [gratitude] {"**"}Gratitud**
    [check-in] {"**"}¿Cómo estás?**
    [list] {"**"}Una lista**
    [exercise] {"**"}Algo para hacer**
   *[question] {"**"}Una pregunta**
}
round-one-waits = Hay una respuesta esperando.
round-both-in = Ya están las dos respuestas.
round-closed = Esta ronda está cerrada.
round-how-to-answer = Responde a este mensaje, o escribe { $answer } y tus palabras. { $another } pregunta otra cosa; { $why } dice por qué lo pregunto.
round-how-to-answer-scale = Reacciona con un número del 1 (casi nada) al 5 (de sobra), o responde con él y unas palabras. También vale { $answer }; { $another } pregunta otra cosa; { $why } dice por qué lo pregunto.
round-how-to-answer-sealed = También lo he enviado en privado: la respuesta que escribas allí, o con { $answer }, queda sellada hasta que estén las dos. Una respuesta aquí se ve enseguida. { $another } pregunta otra cosa; { $why } dice por qué lo pregunto.
round-answer-here = Lo que escribas aquí es tu respuesta. Queda sellada hasta que estén las dos. { $skip } deja pasar esta.
round-is-over = Esta ronda ya terminó.
answer-of = {"**"}{ $who }**
answer-of-edited = {"**"}{ $who }** (editado)
answer-gap = {"**"}{ $who }**: aquí no hay nada.
another-too-late = Ya hay una respuesta, así que esta se queda.
another-enough = Dos cambios son suficientes en una ronda. { $skip } deja pasar esta por tu parte.
another-none = No tengo otra que venga bien ahora.
skip-answered = Ya tiene tu respuesta. Todavía puedes retirarla.
skipped = De acuerdo. Dejas pasar esta; para tu pareja se ve como cualquiera sin respuesta.
lapse-ask = Esta pregunta ya esperó bastante, y la única respuesta es la tuya. Sigue sellada. ¿Qué hacemos con ella?
lapse-kept = Se queda solo contigo.
lapse-shared = Ya se muestra.
lapse-erased = Está borrada.
lapse-shared-already = Ya se mostró. Todavía puedes retirarla.
reminder = El recordatorio que pediste:
button-answer = Responder
button-another = Otra
button-why = ¿Por qué esta?
button-skip = Dejar pasar
button-keep = Solo para mí
button-share = Compartir
button-erase = Borrar
button-1 = 1
button-2 = 2
button-3 = 3
button-4 = 4
button-5 = 5

## reveal

reveal-notice = Ya están las dos respuestas.
reveal-shared-notice = Hay una respuesta para leer.
reveal-prompt = La pregunta era:
reflect-nothing = Aquí no hay ninguna respuesta de { $who } que comentar.
reflect-how = ¿Qué entendiste? Bastan una o dos frases con tus palabras.
reflect-kept = Enviado. { $who } puede decir si es eso.
reflect-not-your-own = Eso solo lo puede decir { $who }.
reflection-notice = Alguien escuchó.
reflection-of = {"**"}Lo que { $who } entendió de { $other }**
reflection-ask = { $other }, ¿es eso?
reflection-yes = { $other }: sí, eso quería decir.
reflection-not-quite = { $other }: no del todo. Pregunta otra vez, si quieres.
button-reflect = Decir lo que entendí
button-more-like-this = Más de esto
button-not-for-us = No es lo nuestro
button-heard-yes = Sí
button-heard-not-quite = No del todo

## answers

answer-is-blank = No había nada escrito, así que no guardé nada. Bastan unas palabras.
answer-is-long = Son { $characters } caracteres, y caben { $most }. Todavía no se guardó nada.
answer-is-gone = Eso ya no está aquí.
answer-how = Escribe tu respuesta después, así: { $command } tus palabras
answer-kept-open = Gracias, ya está en el mensaje.
answer-kept-sealed = Guardada. Sigue sellada hasta que responda también { $other }.
answer-kept-both = Guardada. Ya están las dos respuestas.
answer-kept-settling = Guardada. Las dos respuestas se muestran en dos minutos, salvo que sigas escribiendo.
answer-names-round = Es la respuesta a esto:
answer-kept-how = Para cambiarla, edita tu mensaje; para retirarla, bórralo.
not-an-answer-then = De acuerdo, ya lo olvidé.
handed-back = Esto es lo que escribiste, para que no se pierda:
change-too-late = Esta ronda está cerrada, así que sus palabras quedan como están. Las tuyas todavía las puedes retirar.
changed = Cambiado.
reply-unread = Vi tu respuesta, pero esta red no me deja leerla, así que no se guardó nada. Usa el botón Responder bajo mi mensaje, o { $answer }. También sirve una respuesta que me mencione.
reply-undecrypted = Llegó un mensaje tuyo que no puedo abrir: está cifrado y su clave no me llegó. Envíalo otra vez, por favor.
edited-command = Un comando queda como lo enviaste. Para cambiar lo escrito, borra ese mensaje y escríbelo de nuevo.
withdrawn = Retirado.
nothing-open = Ahora no hay nada abierto. { $prompt } hace una pregunta.
nothing-open-for-words = Ahora no hay nada abierto, así que no guardé eso. { $prompt } hace una pregunta; { $gratitude } es para dar las gracias.
not-yours-to-press = Esa decisión no te toca a ti.
button-not-an-answer = No es una respuesta
button-change = Cambiar
button-withdraw = Retirar

## notes

gratitude-how = ¿Qué hizo tu pareja, y qué dice eso de tu pareja? Así: { $command } me preparaste un té why: viste que tenía frío
checkin-how = ¿Cuánta energía tienes hoy, de 1 a 5? Así: { $command } 3 work listen un día largo
checkin-kept = Gracias, ya lo puede leer la pareja.
checkin-notice = Alguien cuenta cómo está.
checkin-of = {"**"}Cómo está { $who }**
checkin-of-edited = {"**"}Cómo está { $who }** (editado)
note-kept = Guardado solo para ti. Compártelo cuando quieras.
note-sent = Ya lo tiene { $other }.
note-later = Le llega a { $other } cuando terminen sus horas de silencio.
note-sent-already = Ya se compartió.
note-notice = Un agradecimiento.
note-of = {"**"}De { $who } para { $other }**
note-of-edited = {"**"}De { $who } para { $other }** (editado)
prompt-topic-closed = Ese tema no está abierto aquí. Un tema se abre cuando lo eligen las dos personas, cada una por su cuenta, en { $settings }
prompt-none = No tengo ninguna pregunta que venga bien ahora.
button-share-note = Compartir ahora

## feedback

feedback-more = Anotado: algo más de este tipo. Nadie sabrá quién lo dijo.
feedback-less = Anotado: esta no vuelve, y llegan menos de este tipo. Nadie sabrá quién lo dijo.
feedback-early = De esta todavía no hay nada que decir.

## own questions

own-how = ¿Qué te gustaría preguntar en pareja? Así: { $command } tu pregunta. Queda sellada hasta que llegue su momento.
own-kept = Guardada, y sellada hasta que llegue: pronto, en lugar de una de las mías, y con tu nombre. { $prompt } hace una ahora. Puedes retirarla; { $other } no la ve antes.
own-is-long = Son { $characters } caracteres, y en una pregunta caben { $most }. Todavía no se guardó nada.
own-are-many = Ya esperan { $most } preguntas tuyas. { $command } las muestra, y puedes retirar una.
own-list = {"**"}Tus preguntas que esperan.** { $other } no las ve antes de que se hagan.
own-number = {"**"}{ $number }**
own-more = { $command } y tus palabras añade una.
own-asks = { $who } pregunta:
own-gone = Esta pregunta se retiró.
why-own = { $who } la escribió para la pareja. No hay ningún estudio detrás, solo ganas de saber.
button-withdraw-number = Retirar { $number }

## pause

pause-how = ¿Hasta cuándo? Así: { $command } esta noche, { $command } 3 días, { $command } 2026-04-01, o nada, hasta que decidas seguir.
pause-past = Ese momento ya pasó. Así: { $command } esta noche
paused = Aquí hay una pausa por ahora.
pause-over = La pausa terminó; lo próximo llega a su hora.
pause-yours = En pausa, hasta que escribas { $command }
pause-yours-until = En pausa hasta el { $until }. { $command } la termina antes.
resume-yours = Tu pausa terminó.
resume-still-quiet = Tu pausa terminó. La calma sigue un rato más.
resume-not-yours = No tienes ninguna pausa propia. La calma sigue por ahora.
resume-nothing = No hay nada en pausa.

## guard

guard-holds = Por ahora no publico las palabras de la pareja: alguien más podría leerlas aquí.
guard-over = Aquí vuelve a leer solo la pareja. Seguimos.
guard-overheard = Alguien más puede leer este lugar, quizá otro bot o un puente con otra red. Hay que quitarlo, o buscar un lugar solo para la pareja. Hasta entonces guardo las palabras de la pareja sin publicarlas, y no se pierde nada.
guard-public = Cualquiera puede leer este lugar, incluso sin entrar. Hace falta que sea privado. Hasta entonces guardo las palabras de la pareja sin publicarlas, y no se pierde nada.
guard-unencrypted = Esta sala no está cifrada, y quien administra este bot pide cifrado. Se activa en los ajustes de la sala. Hasta entonces guardo las palabras de la pareja sin publicarlas, y no se pierde nada.
guard-needs-both = Este lugar tiene { $count } integrantes, y no puedo ver si alguien más lee, como quienes lo administran u otros bots. Si te parece bien, dilo. Lo necesito de las dos personas, cada una en privado.
guard-confirmed = Gracias. Ya lo dijeron las dos personas.
guard-confirmed-one = Gracias. Necesito lo mismo de { $other }.
held-gap = Estas palabras están guardadas: alguien más podría leerlas aquí.
held-back = Ahora alguien más podría leer el lugar de la pareja, así que por el momento no pregunto nada ahí.
button-confirm-readers = Me parece bien

## trouble

halted-place = El lugar de la pareja ya no está, o me sacaron de él. Todo queda guardado, y no se publica nada. Con una nueva invitación, seguimos.
halted-forbidden = Ya no puedo escribir en el lugar de la pareja. Todo queda guardado. Cuando pueda verlo y escribir ahí otra vez, basta un comando cualquiera y seguimos.
unreachable = No pude escribir en privado a una persona de la pareja. Permite mis mensajes directos, o usa los comandos aquí; { $doctor } dice más.
text-blocked = La red no aceptó un texto de una persona de la pareja. Está guardado; quizá ayude cambiar algunas palabras.

## hub
hub-went-wrong = Algo falló de mi lado, y no se cambió nada. Prueba otra vez en un rato; si vuelve a pasar, avisa a quien administra este bot.
hub-cannot-say = Ya está hecho, pero ahora no puedo mostrártelo.

## wording

zone-empty = ¿Qué zona horaria? Escribe un nombre como Europe/Madrid, o una ciudad grande.
zone-unknown = No conozco esa zona horaria. Escribe un nombre como Europe/Madrid, o una ciudad grande cerca de ti.
zone-unknown-near = No conozco esa zona horaria. Parecidas: { $nearest }.
zone-ambiguous = Hay más de una con ese nombre: { $nearest }.
zone-offset = Una diferencia en horas no sabe del horario de verano. Escribe un nombre como Europe/Madrid.
zone-abbreviation = Unas siglas así valen para más de una zona. Escribe un nombre como { $nearest }.
time-unread = ¿A qué hora? Escríbela como 20:30 u 8:30 pm.
time-hour = Las horas van de 00 a 23; medianoche es 00:00. Escríbela como 20:30.
time-minute = Los minutos van de 00 a 59. Escríbela como 20:30.
time-twelve = Con am o pm, la hora va de 1 a 12. Escríbela como 8:30 pm.

## wording: schedules and quiet hours

mistake-quiet = No pude leer las horas de silencio. Escribe por ejemplo 22:00-07:00, o desactivar.
mistake-schedule-empty = ¿Cuándo? Escribe por ejemplo todos los días 20:30, o lun-vie 08:00.
mistake-schedule-long = Es demasiado largo para mí. Escribe por ejemplo todos los días 20:30, o lun-vie 08:00.
mistake-schedule-no-hour = Falta la hora. Escríbela después de los días, por ejemplo lun-vie 08:00.
mistake-schedule-days = No pude leer los días. Escribe por ejemplo todos los días 20:30, dom,mié 18:00 o lun-vie 08:00.
mistake-schedule-days-near = No pude leer los días. ¿Querías decir { $word }? Escribe por ejemplo dom,mié 18:00.
mistake-schedule-month-day = ¿Qué día del mes? Escribe por ejemplo mensual 1 18:00, con un día del 1 al 31.
mistake-schedule-often = Sería más de una vez por hora, y eso es mucho. Escribe por ejemplo todos los días 20:30.
mistake-schedule-never = Ese día nunca llega. Elige otro día del mes.
mistake-cron-fields = Un patrón cron tiene cinco campos, y este tiene { $found }. Con palabras es más fácil: lun-vie 08:00.
mistake-cron-unreadable = No pude leer este campo del patrón cron: { $field }. Con palabras es más fácil: lun-vie 08:00.
mistake-cron-range = En el patrón cron, este campo va de { $low } a { $high }: { $field }.
mistake-cron-step = En el patrón cron no pude leer el paso después de la / en este campo: { $field }.
cron-minute = minuto
cron-hour = hora
cron-month-day = día del mes
cron-month = mes
cron-weekday = día de la semana

## settings

settings-mine = {"**"}Lo tuyo.** { $other } no ve esta parte.
settings-ours = {"**"}Lo de la pareja.** Cualquiera de las dos personas lo cambia, para lo que venga después.
settings-change = Para cambiar algo, escribe su nombre y cómo debe quedar, por ejemplo { $command } quiet 22:00-07:00. Con solo el nombre ves cómo se hace.
settings-names = Se puede ajustar: { $names }.
settings-unknown = No conozco ese ajuste.
settings-unknown-near = No conozco ese ajuste. ¿Querías decir { $command } { $name }?
settings-same = Ya está así.
command-done = Hecho.
settings-ours-done = Hecho. También queda dicho en el lugar de la pareja.
settings-nobody = Ahora no tienes ninguna conexión, así que no hay nada que compartir. { $command } empieza una.

settings-is-zone = zone: { $zone }; allí el reloj marca { $now }
settings-is-zone-ours = zone: la de la pareja, { $zone }; allí el reloj marca { $now }
settings-is-quiet = quiet: { $quiet }
settings-is-quiet-off = quiet: sin horas de silencio
settings-is-reminder = reminder: uno, en privado, si un mensaje sigue sin tu respuesta después de { $after }
settings-is-reminder-off = reminder: ninguno
settings-is-language = language: { $language }
settings-is-language-ours = language: el de la pareja, { $language }
settings-is-topics = topics: aceptas { $names }
settings-is-topics-none = topics: solo los de cada día
settings-is-announce-on = announce: cuando espera tu respuesta, el mensaje dice que hay una esperando, sin nombre
settings-is-announce-off = announce: mientras espera tu respuesta, no se dice nada
settings-is-depth = depth: preguntas hasta { $depth } de 3
settings-is-ritual = { $kind }: { $when }, { $mode }
settings-is-ritual-resting = { $kind }: { $when }, { $mode }; descansa por ahora
settings-is-ritual-off = { $kind }: sin horario, { $mode }
settings-mode-open = cada respuesta se ve en cuanto llega
settings-mode-sealed = las respuestas se ven cuando están las dos
settings-is-couple-zone = couple-zone: { $zone }
settings-is-couple-language = couple-language: { $language }
settings-is-wait = wait: una pregunta sellada espera { $hours ->
    [one] { $hours } hora
   *[other] { $hours } horas
} la segunda respuesta
settings-is-apart-on = apart: sí, así que no llega nada que pida estar en el mismo lugar
settings-is-apart-off = apart: no

settings-how-zone = Para cambiarlo: { $command } zone Madrid. Con couple en lugar de una ciudad se usa la zona de la pareja. Mueve tus horas de silencio y las horas que ves, nunca los rituales.
settings-how-quiet = Para cambiarlo: { $command } quiet 22:00-07:00, o desactivar. En esas horas nada suena, y los mensajes privados esperan.
settings-how-reminder = Para cambiarlo: { $command } reminder 2h, o desactivar. Solo lo sabes tú.
settings-how-language = Para cambiarlo: { $command } language español. Con couple se usa el idioma de la pareja.
settings-how-topics = Para cambiarlo: { $command } topics +money -sex.
settings-how-announce = Para cambiarlo: { $command } announce activar, o desactivar.
settings-how-depth = Para cambiarlo: { $command } depth 2, de 1 (ligeras) a 3 (lo que se cuenta a poca gente). Las preguntas llegan hasta donde ambas personas quieran.
settings-how-ritual = Para cambiarlo: { $command } { $name } lun-vie 08:00, o solo una hora, o desactivar. Con open o sealed eliges cuándo se ven las respuestas; open necesita dos síes.
settings-how-couple-zone = Para cambiarlo: { $command } couple-zone Madrid. Los rituales mantienen su hora en ese reloj.
settings-how-couple-language = Para cambiarlo: { $command } couple-language español.
settings-how-wait = Para cambiarlo: { $command } wait 24h, de una hora a una semana.
settings-how-apart = Para cambiarlo: { $command } apart activar, o desactivar. Activado, si la pareja vive en lugares distintos: no llega nada que pida estar en el mismo lugar.

settings-zone-set = Tu zona horaria es { $zone }. Allí el reloj marca { $now }.
settings-quiet-set = Tus horas de silencio: { $quiet }. En ellas nada suena, y los mensajes privados esperan.
settings-quiet-off = Ya no tienes horas de silencio.
settings-reminder-set = Te llega un recordatorio privado si un mensaje sigue sin tu respuesta después de { $after }. Empieza con el próximo mensaje.
settings-reminder-off = Sin recordatorios.
settings-language-set = Desde ahora te escribo en este idioma: { $language }.
settings-topics-all = Hay: { $names }.
settings-topics-private = Esto solo lo ves tú. Un tema aparece solo si lo aceptan las dos personas.
settings-announce-on = Cuando espera tu respuesta, el mensaje dice que hay una esperando, sin nombre.
settings-announce-off = Mientras espera tu respuesta, no se dice nada.
settings-depth-set = Para ti, las preguntas llegan hasta { $depth } de 3, y hasta donde ambas personas quieran.

mistake-reminder = ¿Después de cuánto? Entre 5 minutos y un día, por ejemplo { $command } reminder 2h, o desactivar.
mistake-language = Hablo { $names }.
mistake-topic = No conozco ese tema. Hay: { $names }.
mistake-announce = Escribe { $command } announce activar, o desactivar.
mistake-depth = Escribe 1, 2 o 3, por ejemplo { $command } depth 2.
mistake-wait = ¿Cuántas horas? Entre una hora y una semana, por ejemplo { $command } wait 24h.
mistake-apart = Escribe { $command } apart activar, o desactivar.

settings-ritual-set = Hecho: { $kind }.
settings-next = Las próximas veces, en tu reloj:
settings-next-at = { $at }
settings-next-of = { $kind }: la próxima vez, { $at }
settings-next-quiet = Algo de eso cae en horas de silencio. Llega sin sonido.
settings-couple-zone-set = Los rituales mantienen su hora en el nuevo reloj. En el tuyo eso es:
settings-stays-sealed = Queda como está ({ $kind }): las respuestas se ven cuando están las dos.

ours-ritual = { $who } eligió una hora nueva para esto: { $kind }, { $when }.
ours-ritual-off = { $who } desactivó esto: { $kind }.
ours-zone = { $who } cambió el reloj de la pareja: { $zone }.
ours-language = { $who } eligió el idioma en que escribo aquí: { $language }.
ours-wait = { $who } cambió cuánto espera una pregunta sellada la segunda respuesta: { $hours ->
    [one] { $hours } hora
   *[other] { $hours } horas
}, desde la próxima.
ours-apart-on = { $who } anotó que la pareja vive en lugares distintos. Desde la próxima vez no llega nada que pida estar en el mismo lugar.
ours-apart-off = { $who } anotó que la pareja vive en el mismo lugar.
ours-sealed = { $who } cambió cuándo se ven las respuestas ({ $kind }): desde la próxima vez, cuando estén las dos.
ours-open = Hay acuerdo: desde la próxima vez, cada respuesta se ve en cuanto llega ({ $kind }).

proposal-open = A { $who } le gustaría que cada respuesta se viera en cuanto llega, sin esperar a la otra ({ $kind }). ¿Te gustaría también?
proposal-free = Las dos opciones están bien. Si prefieres que no, queda como está, y nadie sabrá quién lo dijo.
proposal-made = Así las respuestas se ven antes, y por eso hacen falta dos síes. Le pregunto a { $other } en privado.
proposal-waits = La pregunta ya está con { $other }, y todo queda como está hasta que haya dos síes.
proposal-over = Eso ya está resuelto.
button-accept = De acuerdo
button-refuse = Mejor no

## journal

journal-title = Lo que se abrió, y lo que solo ves tú, lo más nuevo primero:
journal-entry = {"**"}{ $number }** · { $date } · { $kind } · { $who }
journal-entry-edited = {"**"}{ $number }** · { $date } · { $kind } · { $who } (editado)
journal-gap = { $date } · { $kind } · { $who }: retirado, no hay nada que mostrar.
journal-asked = La pregunta: { $prompt }
journal-asked-own = La pregunta de { $who }:
journal-only-you = Solo tú ves esto.
journal-reflection = lo que se entendió
journal-own = una pregunta para la pareja
journal-heard-yes = { $who }: sí, eso quería decir.
journal-heard-not-quite = { $who }: no del todo.
journal-more = { $count ->
    [one] Hay una entrada más.
   *[other] Hay { $count } entradas más.
} Para ver menos, por ejemplo { $command } since:ayer, o { $command } search:mar
journal-empty = Tu diario todavía está vacío. Lo que se comparte queda aquí, y { $command } lo muestra.
journal-nothing = No hay nada así. { $command } por sí solo muestra lo más nuevo.
journal-date = No pude leer la fecha. Escribe por ejemplo { $command } since:ayer, since:"semana pasada" o since:2026-03-27
journal-somebody-else = Un diario solo tiene las palabras de la pareja.

## privacy

privacy-title = Lo que se guarda sobre ti:
privacy-account = tu cuenta en { $network }, y tu nombre ahí: { $name }
privacy-settings = tus ajustes; { $settings } los muestra
privacy-consent = tu sí a la página de consentimiento: { $at }
privacy-entries = lo que escribiste: respuestas { $answers }, gratitud { $notes }, cómo estás { $checkins }, lo que entendiste { $reflections }
privacy-sealed = de eso, sellado y solo para tus ojos: { $count }
privacy-theirs = lo que { $other } abrió para ti: { $count }
privacy-rounds = qué preguntas llegaron y cuándo, y quién respondió
privacy-own = preguntas que escribiste para la pareja: { $count }
privacy-past = de conexiones anteriores: { $count ->
    [one] una entrada
   *[other] { $count } entradas
}
privacy-how-kept = Lo que escribes se cifra en el disco con una clave propia, y nunca aparece en un registro. Las copias que alguien haya hecho y las copias de seguridad antiguas no las alcanzo.
privacy-how-to-forget = { $command } export te envía todo. { $command } forget borra una respuesta, un día, o todo.
privacy-export = { $count ->
    [one] Aquí hay una entrada
   *[other] Aquí hay { $count } entradas
}, por partida doble: como JSON para programas, y como Markdown para leer.
privacy-export-empty = Todavía no hay nada que enviar.
privacy-forget-how = ¿Qué quieres borrar? Escribe { $command } forget 12 para una respuesta, { $command } forget ayer para un día, o { $command } forget todo.
privacy-forget-numbers = Los números están en tu diario: { $journal }.
privacy-forget-one = ¿Borrar esto para siempre?
privacy-forget-day = { $count ->
    [one] ¿Borrar para siempre lo único que escribiste ese día ({ $date })?
   *[other] ¿Borrar para siempre las { $count } entradas que escribiste ese día ({ $date })?
}
privacy-day-empty = Ese día no escribiste nada: { $date }.
privacy-forget-all = ¿Borrar para siempre todo lo que escribiste? Se destruye su clave, y tus ajustes se van con ella.
privacy-forget-all-ends = Con eso también termina la conexión. { $other } conserva sus palabras, y solo sabrá que terminó. Tu nombre y tu cuenta quedan en lo que es suyo.
privacy-forget-limits = Donde se mostró, mis mensajes tendrán un hueco. Las copias que alguien haya hecho y las copias de seguridad antiguas no las alcanzo.
privacy-not-yours = No hay nada tuyo con ese número. Los números están en tu diario: { $journal }.
privacy-forgot = { $count ->
    [0] Ya no había nada que borrar.
    [one] Está borrado.
   *[other] Estas { $count } entradas están borradas.
}
privacy-forgot-all = Todo lo que escribiste está borrado, y su clave, destruida.
button-export = Enviarme la copia de mis datos
button-forget-one = Borrarlo
button-forget-day = Borrar ese día
button-forget-all = Borrar todo

## doctor

doctor-title = Así están las cosas aquí:
doctor-asking = Todavía no hay dos síes. { $command } muestra cómo va.
doctor-ended = La conexión terminó, así que no se publica nada. Tu diario y la copia de tus datos siguen disponibles.
doctor-place-gone = El lugar ya no está, o me sacaron de él. Todo queda guardado, y no se publica nada hasta que vuelva.
doctor-forbidden = Ya no puedo escribir en este lugar. Todo queda guardado, y no se publica nada hasta que pueda otra vez.
doctor-paused = Pediste una pausa. { $command } la termina.
doctor-paused-until = Pediste una pausa hasta el { $until }.
doctor-quiet = Ahora hay una pausa para la pareja.
doctor-can = Aquí puedo usar { $names }.
doctor-cannot = Aquí no puedo usar { $names }; los comandos escritos hacen lo mismo.
doctor-buttons = botones
doctor-forms = formularios
doctor-edits = cambios en mis mensajes
doctor-reactions = reacciones
doctor-encryption-terminal = Todo queda en este equipo.
doctor-encryption-never = Esta red no cifra los mensajes de extremo a extremo; quien la administra podría leerlos.
doctor-encryption-off = Esta sala no está cifrada de extremo a extremo; quien administra su servidor podría leerla.
doctor-encryption-on = Esta sala está cifrada de extremo a extremo.
doctor-readers-none = Hasta donde puedo ver, aquí solo lee la pareja.
doctor-readers-not-looked = Todavía no he mirado quién puede leer aquí; lo hago antes de publicar.
doctor-readers-unsure = No puedo saber con certeza quién lee aquí: { $count ->
    [one] hay { $count } integrante
   *[other] hay { $count } integrantes
}. Espero unas palabras en privado de las dos personas.
doctor-readers-others = Alguien más puede leer aquí, así que guardo las palabras sin publicarlas.
doctor-readers-public = Cualquiera puede leer aquí, así que guardo las palabras sin publicarlas.
doctor-readers-unencrypted = Este lugar no está cifrado, así que guardo las palabras sin publicarlas.
doctor-lacks = Lo que me hace falta aquí y no tengo permitido: { $rights }. Se permite en los ajustes del canal, en Permisos.
right-see = ver el canal
right-write = enviar mensajes
right-embed = insertar enlaces
right-attach = adjuntar archivos
right-look = leer el historial de mensajes, donde busco mis propios mensajes
right-react = añadir reacciones
doctor-held = Queda guardado hasta que eso cambie; luego llega por sí solo.
doctor-private-open = Puedo escribirte en privado.
doctor-private-closed = No puedo escribirte en privado. Permite mis mensajes privados, por favor.
doctor-clock = Mi reloj, en tu zona { $zone }: { $now }. Datos de zonas: { $release }.
doctor-next = Lo que viene, en tu reloj:
doctor-next-at = { $kind }: { $at }
doctor-next-off = { $kind }: sin horario
doctor-next-resting = { $kind }: descansa; { $command } lo despierta
doctor-next-none = { $kind }: no toca nada
doctor-noted = Las últimas horas sin mensaje, lo más nuevo primero:
doctor-missed = { $kind }, { $label }: yo no estaba en marcha, y después ya era tarde
doctor-waited = { $kind }, { $label }: una pregunta anterior seguía abierta
doctor-was-paused = { $kind }, { $label }: había una pausa
doctor-was-guarded = { $kind }, { $label }: alguien más habría podido leerlo
doctor-no-prompt = { $kind }, { $label }: no quedaba ninguna pregunta adecuada
doctor-not-delivered = { $kind }, { $label }: la red no lo aceptó a tiempo

## help

help-title = Lo que puedes escribir:
help-command = { $command }: { $what }
help-command-private = { $command } (privado): { $what }
help-private-note = A los comandos privados te respondo solo a ti. Si tu pareja ve lo que escribes, mándamelos en privado: en el lugar compartido no tienen respuesta.
help-more = Con { $help } y un nombre ves un ejemplo. { $help } private tiene teléfonos de ayuda para momentos difíciles.
help-example = Por ejemplo: { $command } { $example }
help-plain = Se escribe así: { $command }
help-unknown = No conozco ese comando. { $help } los muestra todos.
help-unknown-near = No conozco ese comando. ¿Querías decir { $names }? { $help } los muestra todos.
malformed-missing = A { $command } le falta algo: { $option }.
malformed-too-much = Eso es más de lo que admite { $command }.
malformed-option = { $command } no tiene esa opción. Admite: { $names }.
malformed-choice = En { $command }, para { $option } sirve una de estas palabras: { $words }.
malformed-person = No conozco a nadie con ese nombre aquí. Menciona a la persona, con una @ antes del nombre.
malformed-quote = Hay unas comillas sin cerrar. Ciérralas, o quítalas.
help-lines-title = No tienes que cargar con esto en soledad, sea lo que sea. Aquí hay gente que escucha, y no hace falta estar en peligro para llamar.
help-lines-country = {"**"}{ $country }**
help-line = {"**"}{ $number }** { $purpose }: { $name } ({ $source })
help-line-number = {"**"}{ $number }** { $purpose } ({ $source })
help-line-emergency = si hay peligro ahora
help-line-talking = para hablar con alguien
help-line-violence = por violencia o miedo en casa
help-lines-unsure = Los números cambian. Estos son los conocidos en { $year }, y no puedo asegurar que todos sigan en servicio; entre paréntesis está dónde mirar.
help-lines-elsewhere = Para otro país: { $help } private y su nombre.
help-lines-where = ¿Dónde estás? Escribe { $help } private y el nombre de tu país.
help-lines-not-there = No tengo números comprobados de ese país. Escribe { $help } private y otro nombre para probar de nuevo.
help-lines-directories = En todas partes: findahelpline.com reúne, por país, a gente con quien hablar; lila.help, a quienes ayudan ante la violencia en casa. Si hay peligro ahora, el número local de emergencias; desde muchos teléfonos, el 112 también conecta con él.
country-at = Austria
country-au = Australia
country-be = Bélgica
country-br = Brasil
country-ca = Canadá
country-ch = Suiza
country-de = Alemania
country-dk = Dinamarca
country-es = España
country-fi = Finlandia
country-fr = Francia
country-gb = Reino Unido
country-ie = Irlanda
country-in = India
country-it = Italia
country-nl = Países Bajos
country-no = Noruega
country-nz = Nueva Zelanda
country-pl = Polonia
country-pt = Portugal
country-se = Suecia
country-us = Estados Unidos

## why

why-title = Por qué justo esta:
why-modest = Está pensado para hacer bien. No es un tratamiento, y no promete nada.
why-nothing = Todavía no hay ninguna ronda. { $prompt } hace una pregunta ahora.
why-gone = Ya no encuentro esa ronda.

## Discord

page-send = Enviar
page-words = Añadir unas palabras
page-chosen = Elegido: { $what }
page-how = Elige lo que encaje, en cualquier orden. Nada se envía hasta que pulses uno de los dos botones de abajo.
adapter-not-kept = Ahora mismo no he podido guardarlo, así que nada ha cambiado. Prueba otra vez en unos minutos.
adapter-kept = Me ha llegado. Lo que haya que decir llega después.
adapter-stale = Ya no conozco este botón. Lo que buscas está entre los comandos: escribe una barra.

## dialogue

choices-private = Escribe el número de lo que eliges:
choices-place = Reacciona o responde con el número de lo que eliges:
dialogue-skip = seguir
dialogue-stop = parar
dialogue-hint = Escribe «seguir» para dejar esto en blanco, o «parar» para terminar aquí.
dialogue-hint-needed = Escribe «parar» para terminar aquí.
dialogue-stopped = De acuerdo, no se ha guardado nada.
dialogue-needed = Aquí hacen falta unas palabras.
dialogue-choose = Elige una de estas opciones.
