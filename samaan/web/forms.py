"""How every form in Samaan looks: label, hint, error, input; the same wherever `{{ form }}` stands."""

from django.forms.renderers import TemplatesSetting


class Renderer(TemplatesSetting):
    form_template_name = "web/forms/form.html"
    field_template_name = "web/forms/field.html"
