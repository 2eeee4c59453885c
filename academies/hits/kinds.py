"""The kinds of thing that this app finds, and their places on the page."""

from academies.providers.search import SearchedKind

PAGES = SearchedKind("page", "Pages", 10)
ACADEMIES = SearchedKind("academy", "Academies", 20)
PEOPLE = SearchedKind("person", "People", 30)
DECISIONS = SearchedKind("decision", "Category decisions", 70)
SUPPORT = SearchedKind("support", "Support", 72)
CONCERNS = SearchedKind("concern", "Concerns", 74)
WORDS = SearchedKind("word", "What words mean", 90)
HELP = SearchedKind("help", "Help pages", 92)
