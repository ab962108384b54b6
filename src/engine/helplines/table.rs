//! The table itself, by code.

use super::{Country, For, HelpLine};

/// The countries, by code.
pub const COUNTRIES: &[Country] = &[
    Country {
        code: "AT",
        name: "Austria",
        key: "country-at",
        also: &["österreich", "oesterreich"],
        zones: &["Europe/Vienna"],
        lines: &[
            EUROPE,
            emergency("133", "Polizei", "polizei.gv.at"),
            talking("142", "TelefonSeelsorge", "telefonseelsorge.at"),
            violence("0800 222 555", "Frauenhelpline gegen Gewalt", "frauenhelpline.at"),
        ],
    },
    Country {
        code: "AU",
        name: "Australia",
        key: "country-au",
        also: &["australien"],
        zones: &["Australia/"],
        lines: &[
            emergency("000", "Triple Zero", "triplezero.gov.au"),
            talking("13 11 14", "Lifeline", "lifeline.org.au"),
            violence("1800 737 732", "1800RESPECT", "1800respect.org.au"),
        ],
    },
    Country {
        code: "BE",
        name: "Belgium",
        key: "country-be",
        also: &["belgien", "belgië", "belgique", "bélgica", "belgica"],
        zones: &["Europe/Brussels"],
        lines: &[
            EUROPE,
            talking("106", "Tele-Onthaal", "tele-onthaal.be"),
            talking("107", "Télé-Accueil", "tele-accueil.be"),
            violence("1712", "1712", "1712.be"),
            violence("0800 30 030", "Écoute violences conjugales", "ecouteviolencesconjugales.be"),
        ],
    },
    Country {
        code: "BR",
        name: "Brazil",
        key: "country-br",
        also: &["brasil", "brasilien"],
        zones: &[
            "America/Sao_Paulo",
            "America/Bahia",
            "America/Fortaleza",
            "America/Manaus",
            "America/Recife",
            "America/Belem",
            "America/Cuiaba",
        ],
        lines: &[
            emergency("190", "Polícia", "gov.br"),
            talking("188", "CVV", "cvv.org.br"),
            violence("180", "Central de Atendimento à Mulher", "gov.br/mulheres"),
        ],
    },
    Country {
        code: "CA",
        name: "Canada",
        key: "country-ca",
        also: &["kanada", "canadá"],
        zones: &[
            "America/Toronto",
            "America/Vancouver",
            "America/Edmonton",
            "America/Winnipeg",
            "America/Halifax",
            "America/St_Johns",
            "America/Regina",
            "America/Montreal",
            "America/Moncton",
            "America/Whitehorse",
            "America/Yellowknife",
            "America/Iqaluit",
            "Canada/",
        ],
        lines: &[emergency("911", "911", "canada.ca"), talking("988", "Suicide Crisis Helpline", "988.ca")],
    },
    Country {
        code: "CH",
        name: "Switzerland",
        key: "country-ch",
        also: &["schweiz", "suisse", "svizzera", "suiza"],
        zones: &["Europe/Zurich"],
        lines: &[
            emergency("112", "112", "112.ch"),
            emergency("117", "Polizei / Police", "polizei.ch"),
            talking("143", "Die Dargebotene Hand / La Main Tendue", "143.ch"),
        ],
    },
    Country {
        code: "DE",
        name: "Germany",
        key: "country-de",
        also: &["deutschland", "alemania"],
        zones: &["Europe/Berlin", "Europe/Busingen"],
        lines: &[
            EUROPE,
            emergency("110", "Polizei", "polizei.de"),
            talking("0800 111 0 111", "TelefonSeelsorge", "telefonseelsorge.de"),
            talking("116 123", "TelefonSeelsorge", "telefonseelsorge.de"),
            violence("116 016", "Hilfetelefon Gewalt gegen Frauen", "hilfetelefon.de"),
            violence("0800 123 99 00", "Hilfetelefon Gewalt an Männern", "maennerhilfetelefon.de"),
        ],
    },
    Country {
        code: "DK",
        name: "Denmark",
        key: "country-dk",
        also: &["dänemark", "danmark", "dinamarca"],
        zones: &["Europe/Copenhagen"],
        lines: &[
            EUROPE,
            talking("70 201 201", "Livslinien", "livslinien.dk"),
            violence("1888", "Lev Uden Vold", "levudenvold.dk"),
        ],
    },
    Country {
        code: "ES",
        name: "Spain",
        key: "country-es",
        also: &["spanien", "españa", "espana"],
        zones: &["Europe/Madrid", "Atlantic/Canary", "Africa/Ceuta"],
        lines: &[
            EUROPE,
            talking("024", "Línea 024", "sanidad.gob.es"),
            violence("016", "016", "violenciagenero.igualdad.gob.es"),
        ],
    },
    Country {
        code: "FI",
        name: "Finland",
        key: "country-fi",
        also: &["finnland", "suomi", "finlandia"],
        zones: &["Europe/Helsinki", "Europe/Mariehamn"],
        lines: &[
            EUROPE,
            talking("09 2525 0111", "MIELI", "mieli.fi"),
            violence("080 005 005", "Nollalinja", "nollalinja.fi"),
        ],
    },
    Country {
        code: "FR",
        name: "France",
        key: "country-fr",
        also: &["frankreich", "francia"],
        zones: &["Europe/Paris"],
        lines: &[
            EUROPE,
            emergency("17", "Police secours", "interieur.gouv.fr"),
            talking("3114", "3114", "3114.fr"),
            violence("3919", "Violences Femmes Info", "solidaritefemmes.org"),
        ],
    },
    Country {
        code: "GB",
        name: "United Kingdom",
        key: "country-gb",
        also: &[
            "uk",
            "great britain",
            "england",
            "scotland",
            "wales",
            "northern ireland",
            "großbritannien",
            "vereinigtes königreich",
            "reino unido",
            "inglaterra",
            "escocia",
            "gales",
        ],
        zones: &["Europe/London", "Europe/Belfast", "GB"],
        lines: &[
            emergency("999", "999 or 112", "gov.uk"),
            talking("116 123", "Samaritans", "samaritans.org"),
            violence("0808 2000 247", "National Domestic Abuse Helpline", "nationaldahelpline.org.uk"),
        ],
    },
    Country {
        code: "IE",
        name: "Ireland",
        key: "country-ie",
        also: &["irland", "éire", "irlanda"],
        zones: &["Europe/Dublin"],
        lines: &[
            emergency("112", "112 or 999", "gov.ie"),
            talking("116 123", "Samaritans", "samaritans.org"),
            violence("1800 341 900", "Women's Aid", "womensaid.ie"),
        ],
    },
    Country {
        code: "IN",
        name: "India",
        key: "country-in",
        also: &["indien", "bharat"],
        zones: &["Asia/Kolkata", "Asia/Calcutta"],
        lines: &[
            emergency("112", "112", "112.gov.in"),
            talking("14416", "Tele-MANAS", "telemanas.mohfw.gov.in"),
            violence("181", "Women Helpline", "wcd.gov.in"),
        ],
    },
    Country {
        code: "IT",
        name: "Italy",
        key: "country-it",
        also: &["italien", "italia"],
        zones: &["Europe/Rome"],
        lines: &[EUROPE, violence("1522", "1522", "1522.eu")],
    },
    Country {
        code: "NL",
        name: "Netherlands",
        key: "country-nl",
        also: &["the netherlands", "niederlande", "nederland", "holland", "países bajos", "paises bajos", "holanda"],
        zones: &["Europe/Amsterdam"],
        lines: &[
            EUROPE,
            talking("0800 0113", "113 Zelfmoordpreventie", "113.nl"),
            violence("0800 2000", "Veilig Thuis", "veiligthuis.nl"),
        ],
    },
    Country {
        code: "NO",
        name: "Norway",
        key: "country-no",
        also: &["norwegen", "norge", "noruega"],
        zones: &["Europe/Oslo"],
        lines: &[
            emergency("112", "Politi", "politiet.no"),
            talking("116 123", "Mental Helse", "mentalhelse.no"),
            violence("116 006", "VO-linjen", "volinjen.no"),
        ],
    },
    Country {
        code: "NZ",
        name: "New Zealand",
        key: "country-nz",
        also: &["neuseeland", "aotearoa", "nueva zelanda", "nueva zelandia"],
        zones: &["Pacific/Auckland", "Pacific/Chatham"],
        lines: &[
            emergency("111", "111", "govt.nz"),
            talking("1737", "1737", "1737.org.nz"),
            violence("0800 733 843", "Women's Refuge", "womensrefuge.org.nz"),
        ],
    },
    Country {
        code: "PL",
        name: "Poland",
        key: "country-pl",
        also: &["polen", "polska", "polonia"],
        zones: &["Europe/Warsaw"],
        lines: &[EUROPE, violence("800 120 002", "Niebieska Linia", "niebieskalinia.info")],
    },
    Country {
        code: "PT",
        name: "Portugal",
        key: "country-pt",
        also: &[],
        zones: &["Europe/Lisbon", "Atlantic/Madeira", "Atlantic/Azores"],
        lines: &[EUROPE, violence("116 006", "APAV", "apav.pt")],
    },
    Country {
        code: "SE",
        name: "Sweden",
        key: "country-se",
        also: &["schweden", "sverige", "suecia"],
        zones: &["Europe/Stockholm"],
        lines: &[
            EUROPE,
            talking("90101", "Självmordslinjen, Mind", "mind.se"),
            violence("020 50 50 50", "Kvinnofridslinjen", "kvinnofridslinjen.se"),
        ],
    },
    Country {
        code: "US",
        name: "United States",
        key: "country-us",
        also: &[
            "usa",
            "united states of america",
            "america",
            "vereinigte staaten",
            "amerika",
            "estados unidos",
            "ee. uu.",
            "eeuu",
            "ee.uu.",
        ],
        zones: &[
            "America/New_York",
            "America/Chicago",
            "America/Denver",
            "America/Los_Angeles",
            "America/Phoenix",
            "America/Anchorage",
            "America/Detroit",
            "America/Boise",
            "America/Juneau",
            "America/Indiana/",
            "America/Kentucky/",
            "America/North_Dakota/",
            "Pacific/Honolulu",
            "US/",
        ],
        lines: &[
            emergency("911", "911", "911.gov"),
            talking("988", "988 Lifeline", "988lifeline.org"),
            violence("1-800-799-7233", "National Domestic Violence Hotline", "thehotline.org"),
        ],
    },
];

/// The European number, in every member state and some neighbours.
const EUROPE: HelpLine = emergency("112", "112", "digital-strategy.ec.europa.eu");

const fn emergency(number: &'static str, name: &'static str, source: &'static str) -> HelpLine {
    HelpLine { purpose: For::Emergency, name, number, source }
}

const fn talking(number: &'static str, name: &'static str, source: &'static str) -> HelpLine {
    HelpLine { purpose: For::Talking, name, number, source }
}

const fn violence(number: &'static str, name: &'static str, source: &'static str) -> HelpLine {
    HelpLine { purpose: For::Violence, name, number, source }
}
