"""A larger form as units write them: a screening in two languages, with children, places, signs and a score."""

from functools import cache

from samaan.xforms.definition import Definition
from tests.xforms.workbooks import form, table

CONSTRAINT = "constraint_message::English (en)", "constraint_message::Español (es)"
REQUIRED = "required_message::English (en)", "required_message::Español (es)"

SURVEY = table(
    {"type": "start", "name": "begun"},
    {"type": "today", "name": "day"},
    {"type": "begin group", "name": "consent", "en": "Consent", "es": "Consentimiento", "appearance": "field-list"},
    {
        "type": "select_one yes_no",
        "name": "agrees",
        "en": "Do you agree to talk?",
        "es": "¿Acepta conversar?",
        "required": "yes",
        REQUIRED[0]: "Ask this first.",
        REQUIRED[1]: "Pregunte esto primero.",
        "hint::English (en)": "They may stop at any time.",
        "hint::Español (es)": "Puede detenerse cuando quiera.",
        "guidance_hint::English (en)": "Record the answer in their words.",
        "guidance_hint::Español (es)": "Anote la respuesta en sus palabras.",
        "appearance": "quick",
    },
    {
        "type": "text",
        "name": "why_not",
        "en": "Why does the interview go on?",
        "es": "¿Por qué continúa la entrevista?",
        "relevant": "${agrees} = 'no'",
        "required": "yes",
        "appearance": "multiline",
    },
    {"type": "end group"},
    {
        "type": "begin group",
        "name": "person",
        "en": "The person",
        "es": "La persona",
        "relevant": "${agrees} = 'yes' or ${why_not} != ''",
    },
    {
        "type": "text",
        "name": "name",
        "en": "How do you want to be called?",
        "es": "¿Cómo quiere que le llamemos?",
        "required": "${agrees} = 'yes'",
        "stored_as": "person.name",
        "sealed": "identity",
    },
    {
        "type": "date",
        "name": "born",
        "en": "When were you born?",
        "es": "¿Cuándo nació?",
        "constraint": ". <= today() and . > date('1900-01-01')",
        CONSTRAINT[0]: "${name} cannot be born after today.",
        CONSTRAINT[1]: "${name} no pudo nacer después de hoy.",
    },
    {"type": "calculate", "name": "age", "calculation": "int((today() - ${born}) div 365.25)"},
    {"type": "calculate", "name": "group", "calculation": "if(${age} = '', '', if(${age} < 18, 'child', 'adult'))"},
    {
        "type": "select_one countries",
        "name": "country",
        "en": "Where are you from?",
        "es": "¿De dónde es?",
        "default": "ve",
        "appearance": "minimal",
    },
    {
        "type": "select_one towns",
        "name": "town",
        "en": "Which town in ${country}?",
        "es": "¿Qué ciudad de ${country}?",
        "choice_filter": "country = ${country}",
    },
    {
        "type": "select_multiple_from_file languages.csv",
        "name": "languages",
        "en": "Which languages do you speak?",
        "es": "¿Qué idiomas habla?",
        "constraint": "count-selected(.) <= 2",
        CONSTRAINT[0]: "At most two.",
        CONSTRAINT[1]: "Dos como máximo.",
    },
    {
        "type": "note",
        "name": "said",
        "en": "They speak ${spoken}.",
        "es": "Habla ${spoken}.",
        "relevant": "${languages} != ''",
    },
    {
        "type": "calculate",
        "name": "spoken",
        "calculation": "jr:choice-name(selected-at(${languages}, 0), '${languages}')",
    },
    {"type": "end group"},
    {
        "type": "integer",
        "name": "children_count",
        "en": "How many children are with you?",
        "es": "¿Cuántos niños le acompañan?",
        "constraint": ". >= 0 and . <= 20",
        "relevant": "${group} = 'adult'",
    },
    {
        "type": "begin repeat",
        "name": "child",
        "en": "Child",
        "es": "Niño o niña",
        "repeat_count": "${children_count}",
    },
    {"type": "calculate", "name": "number", "calculation": "position(..)"},
    {"type": "text", "name": "child_name", "en": "Name of child ${number}", "es": "Nombre del menor ${number}"},
    {
        "type": "integer",
        "name": "child_age",
        "en": "How old is ${child_name}?",
        "es": "¿Qué edad tiene ${child_name}?",
        "constraint": ". < ${age}",
        CONSTRAINT[0]: "${child_name} is not older than ${name}.",
        CONSTRAINT[1]: "${child_name} no es mayor que ${name}.",
    },
    {
        "type": "select_one yes_no",
        "name": "at_school",
        "en": "Does ${child_name} go to school?",
        "es": "¿Va ${child_name} a la escuela?",
        "relevant": "${child_age} >= 5",
    },
    {"type": "end repeat"},
    {"type": "calculate", "name": "ages", "calculation": "sum(${child_age})"},
    {"type": "calculate", "name": "eldest", "calculation": "indexed-repeat(${child_name}, ${child}, 1)"},
    {"type": "calculate", "name": "pupils", "calculation": "count(${child}[at_school = 'yes'])"},
    {"type": "begin group", "name": "signs", "en": "Signs", "es": "Señales"},
    *(
        {
            "type": "select_one likert",
            "name": f"sign_{number}",
            "en": f"Sign {number}",
            "es": f"Señal {number}",
            "appearance": "likert",
            "indicator": f"ilo:{number}",
        }
        for number in range(1, 6)
    ),
    {
        "type": "calculate",
        "name": "score",
        "calculation": " + ".join(f"coalesce(${{sign_{number}}}, 0)" for number in range(1, 6)),
        "stored_as": "screening.score",
    },
    {
        "type": "calculate",
        "name": "suggestion",
        "calculation": "if(${score} >= 10, 'strong', if(${score} >= 5, 'some', 'none'))",
    },
    {"type": "end group"},
    {"type": "begin repeat", "name": "place", "en": "Place", "es": "Lugar"},
    {"type": "text", "name": "place_name", "en": "Where?", "es": "¿Dónde?", "default": "${town}"},
    {"type": "geopoint", "name": "point", "en": "On the map", "es": "En el mapa"},
    {"type": "image", "name": "picture", "en": "Picture", "es": "Fotografía"},
    {"type": "end repeat"},
    {
        "type": "image",
        "name": "signature",
        "en": "Signature",
        "es": "Firma",
        "appearance": "signature",
        "relevant": "${agrees} = 'yes'",
    },
    {
        "type": "acknowledge",
        "name": "read_out",
        "en": "It was read out",
        "es": "Se leyó en voz alta",
        "required": "yes",
    },
    {"type": "calculate", "name": "lot", "calculation": "once(random())"},
    {"type": "end", "name": "ended"},
)
CHOICES = table(
    {"list_name": "yes_no", "name": "yes", "en": "Yes", "es": "Sí"},
    {"list_name": "yes_no", "name": "no", "en": "No", "es": "No"},
    {"list_name": "countries", "name": "ve", "en": "Venezuela", "es": "Venezuela"},
    {"list_name": "countries", "name": "do", "en": "Dominican Republic", "es": "República Dominicana"},
    {"list_name": "towns", "name": "tucupita", "en": "Tucupita", "es": "Tucupita", "country": "ve"},
    {"list_name": "towns", "name": "guiria", "en": "Güiria", "es": "Güiria", "country": "ve"},
    {"list_name": "towns", "name": "azua", "en": "Azua", "es": "Azua", "country": "do"},
    *(
        {"list_name": "likert", "name": str(number), "en": english, "es": spanish}
        for number, (english, spanish) in enumerate(
            [("Never", "Nunca"), ("Seldom", "Rara vez"), ("Often", "A menudo"), ("Always", "Siempre")]
        )
    ),
)
SETTINGS = (
    "| form_title | form_id | version | default_language | instance_name |\n"
    "| Screening | screening | 2026-1 | English (en) | concat(${group}, ' ', ${country}) |"
)
LANGUAGES = (
    "name,label::English (en),label::Español (es)\nes,Spanish,español\nen,English,inglés\nht,Haitian Creole,criollo\n"
).encode()


@cache
def screening() -> Definition:
    return form(SURVEY, CHOICES, SETTINGS, {"languages.csv": LANGUAGES})
