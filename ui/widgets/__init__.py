"""The program's own widgets: fields with their refusals, figures, cards, banners, the Why? panel, the rail."""
