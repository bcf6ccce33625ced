"""Many at once: the services as a workbook and back, and many questions tried in one go."""
