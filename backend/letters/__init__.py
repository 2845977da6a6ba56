"""Letters to the person: templates filled from a case, as text, as a page and as a PDF."""
