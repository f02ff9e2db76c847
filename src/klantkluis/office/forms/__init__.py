"""Forms: what people type, in their own notation, with what looks odd beside the field."""
