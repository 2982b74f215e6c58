"""Forms as XLSForms: read, checked, filled in and judged on the server. No models, no pages, nothing of a person."""
