"""What is seen and said on visits: one set of visits for each practice that the demo coaches, and one for leaders."""

# ruff: noqa: E501 - a sentence stays on its line

from __future__ import annotations

from collections.abc import Mapping

from dashboards.demo.coaching.shape import Seen

EVERYONE_ANSWERS = (
    Seen(
        "Year 8, science",
        (
            (
                1,
                10,
                "Question on the board: “Which of these is a chemical change?” Four hands up, the same four as last time.",
            ),
            (3, 40, "Boards are in a cupboard. Two pupils give them out; it takes three minutes and the talk drifts."),
            (7, 5, "“Show me” — boards go up one after the other. The back row looks at the front row first."),
            (
                12,
                30,
                "Eleven of 27 boards say that dissolving is a chemical change. The lesson goes on to the next slide.",
            ),
        ),
        "You asked one question whose wrong answer tells you something: eleven pupils showed you what they really think about dissolving.",
        "When you saw those eleven boards, what did you weigh up before you went on?",
        1,
        "We laid out a set for table three and timed it: boards out, pen in hand, in twenty seconds.",
        reflection="I had not seen that the back row waits. I had taken the boards for agreement.",
    ),
    Seen(
        "Year 8, science",
        (
            (0, 50, "Boards, pens and cloths lie on every table as pupils come in."),
            (6, 20, "“Write, then hover, face down.” All but two hover; the two are reminded by a glance."),
            (8, 0, "“Three, two, one, show me.” Boards down after two seconds: nobody could have read them all."),
            (9, 15, "“Well done, most of you have it.”"),
        ),
        "Nothing was lost to giving things out, and the whole class was writing at the same moment: that was 26 minds at work and not four.",
        "What would you need to see on the boards to know whether to go on?",
        3,
        "Said the countdown three times and looked along each row of empty chairs before saying “boards down”.",
        earlier="secure",
        reply="The chairs were a good audience. I shall try it with Year 9 on Thursday as well.",
    ),
    Seen(
        "Year 9, science",
        (
            (4, 0, "Boards stay up; the teacher walks along the front and reads to the end of every row."),
            (
                5,
                10,
                "“I see two different answers. Let us hear about both.” A pupil with the wrong one explains first.",
            ),
            (7, 45, "The class argues for a minute. Two pupils change their boards and say why."),
            (10, 20, "“Right, next slide.”"),
        ),
        "Letting the wrong answer speak first made it safe, and two pupils changed their minds because of a reason and not because of you.",
        "How do the pupils know what you decided because of their boards?",
        6,
        "Planned and said the three sentences: on; again; these five with me.",
        earlier="secure",
        reflection="It is odd how much calmer I am when I have decided beforehand what I shall do with each picture of the room.",
    ),
)
RETRIEVAL = (
    Seen(
        "Year 5, mathematics",
        (
            (0, 30, "Three questions on the board, all from yesterday. Nineteen of 28 finish in two minutes and wait."),
            (4, 0, "Answers are taken from raised hands. Those who were wrong leave the wrong answer standing."),
            (6, 15, "A pupil asks whether they should rub it out."),
        ),
        "Every pupil had begun before you spoke: the start of the lesson belongs to them, and they know it.",
        "Which answer from three weeks ago would you most like to know whether they still have?",
        0,
        "Wrote five questions for Thursday: two from this week, two from October, one that the lesson needs.",
    ),
    Seen(
        "Year 5, mathematics",
        (
            (1, 0, "Five questions, two of them from last half-term. Pens go at once."),
            (5, 40, "Question four, equivalent fractions: I can see nine blanks from here."),
            (7, 0, "Answers read out. Green pens. Question four is read out like the others."),
        ),
        "You went back as far as October, and the blanks at question four told you more than any test would have.",
        "You walked past seven of those nine blanks. What were you looking for on your way?",
        3,
        "Walked the room with six books open, and stopped at the one question most had left.",
        earlier="secure",
        reflection="I was looking at who was writing, not at what. I shall carry the question in my hand.",
    ),
    Seen(
        "Year 6, mathematics",
        (
            (2, 10, "The teacher walks behind the rows and writes a number on a card."),
            (6, 30, "“Number four again, on your boards.” Two minutes on it. Twenty-two of 29 have it now."),
            (8, 50, "It goes on next week’s list, in front of the class."),
        ),
        "Two minutes for the one thing most had forgotten: and pupils saw that what they forget matters to you.",
        "What do pupils believe these six minutes are for?",
        5,
        "Tried “How do you know?” on four answers, right ones and wrong ones, in the same voice.",
        earlier="secure",
    ),
)
TALK = (
    Seen(
        "Year 4, reading",
        (
            (3, 0, "“Talk to your partner about the character.” The question is spoken once and not to be seen."),
            (3, 45, "At six tables one pupil talks and the other listens; at two nobody does."),
            (5, 30, "“Hands up, who wants to share?” Four hands."),
        ),
        "You gave them time to say it before they had to write it, and at six tables somebody said a whole sentence about the character.",
        "What would you like the quieter of the two to be doing in that minute?",
        3,
        "Said who begins and the first words: “I think she stays because …”, for three questions of tomorrow’s lesson.",
    ),
    Seen(
        "Year 4, reading",
        (
            (2, 20, "“Think alone, no hands, no talking.” Silence for four seconds, then a hint."),
            (4, 0, "“A begins: I think she stays because …” All As speak."),
            (6, 10, "The teacher joins the talk at one table for the whole minute."),
        ),
        "Fourteen As spoke at once, in sentences that you had begun for them: pupils who never put a hand up were talking about why.",
        "What would you have heard at the other thirteen tables?",
        4,
        "Listened to three recorded pairs, said nothing, and chose two answers that do not agree.",
        earlier="secure",
        reflection="It is hard not to help. I noticed that I help because I am uneasy with the noise.",
    ),
    Seen(
        "Year 4, writing",
        (
            (5, 0, "Three pairs listened to, two sentences noted on a card."),
            (7, 30, "“What did your partner say?” Then another: “Do you agree, and why?” Five pupils build on it."),
            (
                9,
                0,
                "“So we think that she stays for her brother, and we do not know yet whether he knows.” Pencils begin.",
            ),
        ),
        "Five pupils built one thought together, and the sentence you ended on stood in nineteen books afterwards.",
        "Which of these moves could the class soon do without you?",
        6,
        "Practised asking for the partner’s words and then waiting.",
        earlier="secure",
    ),
)
READING_ALOUD = (
    Seen(
        "Year 3, reading",
        (
            (1, 30, "Pupils take turns, a sentence each. The others count ahead to theirs."),
            (6, 0, "A pupil stumbles at “although”; four call the word out."),
            (9, 40, "The question at the end is answered by the three who had read fluently."),
        ),
        "The passage was worth reading, and you had marked the pauses: those who heard you read it the first time leaned in.",
        "How many words did each child read in those ten minutes?",
        2,
        "Read the first paragraph phrase by phrase to each other and echoed voice as well as words.",
    ),
    Seen(
        "Year 3, reading",
        (
            (2, 0, "Echo reading, phrase by phrase. Thirty voices. The tone goes up at the question as hers did."),
            (5, 20, "Second time, in chorus. The teacher’s voice stays on top of theirs until the end."),
            (8, 0, "Two boys at the window read without looking at the page: they know it by heart now."),
        ),
        "Everybody read four times as much as a fortnight ago, and nobody was alone with a word they did not know.",
        "When did you hear that they no longer needed you?",
        3,
        "Lowered the voice from phrase to phrase until only the coach was to be heard.",
        earlier="secure",
        reflection="I had been carrying them. It frightened me for two lines, and then they carried it.",
    ),
)
MODELLING = (
    Seen(
        "Year 10, English",
        (
            (4, 0, "The paragraph is on the slide, whole. “So, as you can see, it does the three things.”"),
            (8, 20, "Pupils copy it. Two ask whether they may use the same quotation."),
            (14, 0, "Own paragraphs: most begin as the model does and end after two sentences."),
        ),
        "The model is a good one: pupils wanted to have it, and one could say what made it good.",
        "At which point in writing it did you have to decide something?",
        2,
        "Wrote two sentences live and said each question aloud before answering it.",
    ),
    Seen(
        "Year 10, English",
        (
            (
                3,
                10,
                "Writes under the visualiser: “What does this word make me think? Let me try … no, that only says what happens.”",
            ),
            (6, 0, "A pupil whispers a better word; it is taken."),
            (9, 30, "“Now you.” Eight of 26 sit before an empty line for three minutes."),
        ),
        "They saw you cross out a sentence and say why. Three crossed one out themselves within five minutes.",
        "Between your example and their own, what could they do with you?",
        4,
        "Began a second example and stopped before each step; the coach played a class that guesses.",
        earlier="secure",
        reply="I always thought the middle part was for weaker sets. It is the part that I had left out.",
    ),
)
LEADING = (
    Seen(
        "Leadership meeting",
        (
            (2, 0, "Item one of nine. The head speaks for eleven of the first fifteen minutes."),
            (21, 30, "A middle leader begins: “In my corridor …” and is helped to the end of the sentence."),
            (38, 0, "Decision on Thursday’s duty list: taken by the head, thanked for by all."),
        ),
        "When you asked what Year 4 had been like on Monday, three people said things that were not on any list.",
        "Which decision of the nine could only you take?",
        "Put the two questions that need everybody first, and let somebody else lead the meeting through them.",
        "Said the first two sentences of handing over, then answered as the deputy who would rather not.",
        minutes=45,
        talk=40,
    ),
    Seen(
        "Conversation with a middle leader",
        (
            (1, 20, "“How is it going?” — “Fine.” The plan lies closed on the table."),
            (
                6,
                10,
                "“What did pupils do in the lessons that you saw?” A pause of eight seconds; then four minutes of it.",
            ),
            (14, 0, "The next step is said by the middle leader, and written down by the head."),
        ),
        "You waited eight seconds. What came then was the first true thing that was said about those lessons.",
        "What did you want to say in those eight seconds?",
        "End each of these conversations with the other person writing down the step.",
        "Ended the conversation three ways; the third was without a word of one’s own.",
        earlier="secure",
        reflection="I hear how often I finish sentences. It saves time, and it costs the thought.",
        minutes=30,
        talk=45,
    ),
)
SEEN: Mapping[str, tuple[Seen, ...]] = {
    "everyone-answers": EVERYONE_ANSWERS,
    "retrieval-start": RETRIEVAL,
    "structured-talk": TALK,
    "reading-aloud-together": READING_ALOUD,
    "worked-examples": MODELLING,
    "": LEADING,
}
