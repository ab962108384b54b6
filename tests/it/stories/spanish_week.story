# Una semana en español: todo lo que dice el bot, en el idioma de la pareja.
zone Europe/Madrid   now 2026-05-04 12:00   lang es

ana: /setup @luis Europe/Madrid 20:30
bot → ana: …
ana: [press Acepto]
bot → ana: …
bot: …
| [Leer y decidir]
luis: [press Leer y decidir]
bot → luis: Antes de empezar: tu propio sí
| …
| [Acepto] [Ahora no]
luis: [press Acepto]
bot → luis: Gracias. Ya hay dos síes.
bot: [edit] Ya hay dos síes.
bot: ana, luis: qué gusto empezar. Así queda:
| - cómo estás: todos los días a las 08:30, hora de Madrid
| - gratitud: todos los días a las 20:30, hora de Madrid
| /settings cambia las horas; /help muestra lo demás. Hasta entonces no pregunto nada.
| También se puede probar ahora una pregunta ligera, para ver cómo es.
| [Probar una ahora]

# Lunes por la noche: gratitud.
@ 20:30
bot: Gratitud
| …
| [Responder] [Otra] [¿Por qué esta?]
luis: Bajaste la basura aunque llovía
bot: [react ✅]
bot: [edit] Gratitud
| …
| luis
| > Bajaste la basura aunque llovía
| [Responder] [¿Por qué esta?]

# Martes: cómo está cada cual.
@ 08:30
bot: ¿Cómo estás?
| …
| [1] [2] [3] [4] [5] [Responder] [Otra] [¿Por qué esta?]
ana: /checkin 4 work listen mucho por delante
bot → ana: Gracias, ya está en el mensaje.
| [Cambiar] [Retirar]
bot: [edit] ¿Cómo estás?
| …
| ana
| energía 4 de 5 · trabajo · le vendría bien alguien que escuche
| > mucho por delante
| [1] [2] [3] [4] [5] [Responder] [¿Por qué esta?]
luis: [press 2]
bot → luis: Gracias, ya está en el mensaje.
| [Cambiar] [Retirar]
bot: [edit] ¿Cómo estás?
| …
| ana
| energía 4 de 5 · trabajo · le vendría bien alguien que escuche
| > mucho por delante
| luis
| energía 2 de 5
| [1] [2] [3] [4] [5] [Responder] [¿Por qué esta?]

# Miércoles: una pregunta, y otra hora para la gratitud.
@ +1d
bot: [edit] Gratitud
| …
| luis
| > Bajaste la basura aunque llovía
| [Más de esto] [No es lo nuestro]
bot: Gratitud
| …
| [Responder] [Otra] [¿Por qué esta?]
bot: [edit] ¿Cómo estás?
| …
| ana
| energía 4 de 5 · trabajo · le vendría bien alguien que escuche
| > mucho por delante
| luis
| energía 2 de 5
| [Más de esto] [No es lo nuestro]
bot: ¿Cómo estás?
| …
| [1] [2] [3] [4] [5] [Responder] [Otra] [¿Por qué esta?]
ana: /prompt
bot: …
| [Responder] [Otra] [¿Por qué esta?]
ana → bot: El mar en invierno
bot → ana: Guardada. Sigue sellada hasta que responda también luis.
| Es la respuesta a esto:
| …
| [No es una respuesta] [Cambiar] [Retirar]
bot: [edit] …
| Hay una respuesta esperando.
| [Responder] [¿Por qué esta?]
luis → bot: El olor a lluvia
bot → luis: Guardada. Las dos respuestas se muestran en dos minutos, salvo que sigas escribiendo.
| Es la respuesta a esto:
| …
| [No es una respuesta] [Cambiar] [Retirar]
luis: /settings gratitud todos los días a las 9 de la noche
bot: luis eligió una hora nueva para esto: gratitud, todos los días a las 21:00.
bot → luis: Hecho: gratitud.
| Las próximas veces, en tu reloj:
| - miércoles, 6 de mayo, 21:00
| - jueves, 7 de mayo, 21:00
| - viernes, 8 de mayo, 21:00

# Jueves: silencio por una noche.
@ +1d
bot: [edit] …
| Ya están las dos respuestas.
| [¿Por qué esta?]
bot: Ya están las dos respuestas.
| La pregunta era:
| …
| ana
| > El mar en invierno
| luis
| > El olor a lluvia
| [Decir lo que entendí] [Más de esto] [No es lo nuestro]
bot: [edit] Gratitud
| …
| Esta ronda está cerrada.
bot: Gratitud
| …
| [Responder] [Otra] [¿Por qué esta?]
bot: [edit] ¿Cómo estás?
| …
| Esta ronda está cerrada.
bot: ¿Cómo estás?
| …
| [1] [2] [3] [4] [5] [Responder] [Otra] [¿Por qué esta?]
luis: /pause esta noche
bot: Aquí hay una pausa por ahora.
bot → luis: En pausa hasta el viernes, 8 de mayo, 07:00. /resume la termina antes.
@ +1d
bot: La pausa terminó; lo próximo llega a su hora.
bot: [edit] ¿Cómo estás?
| …
| Esta ronda está cerrada.
bot: ¿Cómo estás?
| …
| [1] [2] [3] [4] [5] [Responder] [Otra] [¿Por qué esta?]

# Viernes: qué está puesto, y qué se sabe de esto.
ana: /settings
bot → ana: Lo tuyo. luis no ve esta parte.
| - zone: la de la pareja, hora de Madrid; allí el reloj marca 08:30
| - quiet: de 22:00 a 07:00
| - reminder: ninguno
| - language: español
| - topics: solo los de cada día
| - announce: cuando espera tu respuesta, el mensaje dice que hay una esperando, sin nombre
| - depth: preguntas hasta 1 de 3
| Lo de la pareja. Cualquiera de las dos personas lo cambia, para lo que venga después.
| - cómo estás: todos los días a las 08:30, cada respuesta se ve en cuanto llega
| - gratitud: todos los días a las 21:00, cada respuesta se ve en cuanto llega
| - pregunta: sin horario, las respuestas se ven cuando están las dos
| - couple-zone: hora de Madrid
| - couple-language: español
| - wait: una pregunta sellada espera 48 horas la segunda respuesta
| …
| Para cambiar algo, escribe su nombre y cómo debe quedar, por ejemplo /settings quiet 22:00-07:00. Con solo el nombre ves cómo se hace.
ana: /settings recordatorio 2 horas
bot → ana: Te llega un recordatorio privado si un mensaje sigue sin tu respuesta después de 2 horas. Empieza con el próximo mensaje.
ana: /why
bot → ana: Por qué justo esta:
| …
ana: /help
bot → ana: Lo que puedes escribir:
| - /setup: Empezar aquí en pareja, o ver cómo está configurado
| - /checkin: Contar cómo estás ahora
| - /gratitude: Dar las gracias por algo concreto
| - /prompt: Una pregunta para la pareja, ahora
| …
| A los comandos privados te respondo solo a ti. Si tu pareja ve lo que escribes, mándamelos en privado: en el lugar compartido no tienen respuesta.
| Con /help y un nombre ves un ejemplo. /help private tiene teléfonos de ayuda para momentos difíciles.

# El fin de semana, a mirar atrás.
@ 2026-05-10 12:00
bot: [edit] Gratitud
| …
| Esta ronda está cerrada.
bot: Gratitud
| …
| [Responder] [Otra] [¿Por qué esta?]
bot → ana: El recordatorio que pediste:
| …
| [Responder] [Dejar pasar]
bot: [edit] ¿Cómo estás?
| …
| Esta ronda está cerrada.
bot: Este ritual descansa por ahora: cómo estás. /resume lo despierta en cualquier momento.
bot: [edit] Gratitud
| …
| Esta ronda está cerrada.
bot: Este ritual descansa por ahora: gratitud. /resume lo despierta en cualquier momento.
ana: /journal since:ayer
bot → ana: No hay nada así. /journal por sí solo muestra lo más nuevo.
ana: /journal since:"esta semana"
bot → ana: Lo que se abrió, y lo que solo ves tú, lo más nuevo primero:
| 5 · miércoles, 6 de mayo · pregunta · luis
| La pregunta: …
| > El olor a lluvia
| 4 · miércoles, 6 de mayo · pregunta · ana
| La pregunta: …
| > El mar en invierno
| 3 · martes, 5 de mayo · cómo estás · luis
| La pregunta: …
| energía 2 de 5
| 2 · martes, 5 de mayo · cómo estás · ana
| La pregunta: …
| energía 4 de 5 · trabajo · le vendría bien alguien que escuche
| > mucho por delante
| 1 · lunes, 4 de mayo · gratitud · luis
| La pregunta: …
| > Bajaste la basura aunque llovía
luis: /privacy forget todo
bot → luis: ¿Borrar para siempre todo lo que escribiste? Se destruye su clave, y tus ajustes se van con ella.
| Con eso también termina la conexión. ana conserva sus palabras, y solo sabrá que terminó. Tu nombre y tu cuenta quedan en lo que es suyo.
| Donde se mostró, mis mensajes tendrán un hueco. Las copias que alguien haya hecho y las copias de seguridad antiguas no las alcanzo.
| [Enviarme la copia de mis datos] [Borrar todo] [Mejor no]
