"""What Samaan supports of XLSForm. Whatever is not here is refused when a form is read (docs/forms.md)."""

# Types of the sheet `survey` -> what they are here.
TYPES = {
    "text": "text",
    "integer": "integer",
    "decimal": "decimal",
    "range": "range",
    "date": "date",
    "time": "time",
    "datetime": "datetime",
    "dateTime": "datetime",
    "select_one": "select_one",
    "select_multiple": "select_multiple",
    "select_one_from_file": "select_one",
    "select_multiple_from_file": "select_multiple",
    "note": "note",
    "geopoint": "geopoint",
    "image": "image",
    "audio": "audio",
    "video": "video",
    "file": "file",
    "calculate": "calculate",
    "hidden": "hidden",
    "acknowledge": "acknowledge",
    "start": "start",
    "end": "end",
    "today": "today",
}
# The same types written with spaces, as pyxform takes them.
SPOKEN = {
    "select one from file": "select_one_from_file",
    "select multiple from file": "select_multiple_from_file",
    "select one": "select_one",
}
SELECTS = ("select_one", "select_multiple")
FROM_FILE = ("select_one_from_file", "select_multiple_from_file")
# Kinds that nobody fills in, so that they need no label.
UNASKED = ("calculate", "hidden", "start", "end", "today")

BEGINNINGS = {
    "begin group": "group",
    "begin_group": "group",
    "begin repeat": "repeat",
    "begin_repeat": "repeat",
}
ENDS = {"end group": "group", "end_group": "group", "end repeat": "repeat", "end_repeat": "repeat"}

SURVEY = (
    "type",
    "name",
    "label",
    "hint",
    "guidance_hint",
    "appearance",
    "relevant",
    "constraint",
    "constraint_message",
    "required",
    "required_message",
    "read_only",
    "default",
    "calculation",
    "choice_filter",
    "repeat_count",
    "parameters",
)
OF_SAMAAN = ("stored_as", "prefill", "compartment", "sealed", "third_person", "guiding_question", "indicator")
TRANSLATED = ("label", "hint", "guidance_hint", "constraint_message", "required_message", "guiding_question")
# Other names of the same column, as pyxform takes them.
ALIASES = {"relevance": "relevant", "calculate": "calculation", "readonly": "read_only", "count": "repeat_count"}
EXPRESSIONS = (
    "relevant",
    "constraint",
    "required",
    "read_only",
    "default",
    "calculation",
    "choice_filter",
    "repeat_count",
)
# Columns of XLSForm that would change a form, and that are not supported.
REFUSED = (
    "trigger",
    "save_to",
    "intent",
    "autoplay",
    "rows",
    "media",
    "image",
    "big-image",
    "audio",
    "video",
    "bind",
    "body",
    "instance",
    "control",
    "no_app_error_string",
    "compact_tag",
    "sms_field",
    "query",
    "disabled",
    "noapperrorstring",
)
# Older names that pyxform still takes for a column, and what is written instead.
OUTDATED = {
    "caption": "label",
    "command": "type",
    "tag": "name",
    "value": "name",
    "constraining_message": "constraint_message",
    "requiredmsg": "required_message",
    "jr:count": "repeat_count",
    "set_form_title": "form_title",
    "set_form_id": "form_id",
    "title": "form_title",
}
OUTDATED_CHOICES = ("caption", "value")
CHOICES = ("list_name", "name", "label")
SETTINGS = (
    "form_title",
    "form_id",
    "version",
    "default_language",
    "instance_name",
    "style",
    "allow_choice_duplicates",
)
SETTINGS_REFUSED = (
    "public_key",
    "submission_url",
    "auto_send",
    "auto_delete",
    "sms_keyword",
    "name",
    "namespaces",
    "clean_text_values",
    "prefix",
    "instance_xmlns",
    "client_editable",
    "omit_instanceid",
    "id_string",
)
SHEETS_REFUSED = ("entities", "external_choices", "osm", "cascades", "columns")

# Appearance -> the kinds it is for.
APPEARANCES = {
    "minimal": SELECTS,
    "autocomplete": SELECTS,
    "likert": ("select_one",),
    "quick": ("select_one",),
    "horizontal": SELECTS,
    "columns": SELECTS,
    "multiline": ("text",),
    "signature": ("image",),
    "field-list": ("group", "repeat"),
    "month-year": ("date",),
    "year": ("date",),
}
PARAMETERS = {
    "range": ("start", "end", "step"),
    "select_one": ("randomize", "seed"),
    "select_multiple": ("randomize", "seed"),
    "select_one_from_file": ("randomize", "seed", "value", "label"),
    "select_multiple_from_file": ("randomize", "seed", "value", "label"),
    "image": ("max-pixels",),
    "geopoint": (),
}
