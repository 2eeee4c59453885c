"""Names for invented pupils. Any likeness to a person is chance: forename and surname are drawn apart."""

GIRLS = """
Abigail Ada Aisha Alice Amelia Amy Anna Annabel Anya Ava Beatrice Bella Beth Bryony Caitlin Cara Carys Charlotte Chloe
Clara Daisy Darcey Demelza Eleanor Eliza Ella Ellie Elowen Elsie Emilia Emily Emma Erin Esme Eva Evie Faith Fatima
Faye Felicity Fern Florence Freya Gabriella Georgia Grace Gracie Hallie Hannah Harriet Heidi Holly Imogen Iris Isabel
Isabella Isla Ivy Jasmine Jenna Jessica Josie Julia Kayla Keira Kerensa Lacey Lara Layla Leah Lily Lola Lottie Lowenna
Lucy Lydia Lyra Mabel Maddison Maisie Maria Martha Maryam Matilda Maya Megan Mia Millie Molly Morwenna Nancy Naomi
Natalia Niamh Nicole Nina Oksana Olive Olivia Orla Paige Penny Phoebe Poppy Priya Quinn Rosa Rose Rosie Ruby Sara
Scarlett Seren Shannon Sienna Skye Sofia Sophie Summer Tamsin Tegan Tilly Tia Victoria Violet Willow Yasmin Zara Zoe
""".split()

BOYS = """
Aaron Adam Aidan Alex Alfie Andrew Archie Arlo Arthur Austin Ben Benjamin Billy Blake Bobby Brandon Cai Caleb Callum
Cameron Charlie Chester Christopher Connor Daniel David Denzil Dexter Dominic Dylan Edward Eli Elijah Elliot Ellis Ethan
Evan Ewan Felix Finley Finn Francis Frankie Freddie Gabriel George Harley Harrison Harry Harvey Hassan Henry Hugo Ibrahim
Isaac Jack Jacob Jago Jake Jakub James Jamie Jasper Jayden Jenson Jesse Joe Joel Jory Joseph Joshua Jude Kai Kamil
Kian Kit Kyle Leo Leon Levi Lewis Liam Logan Louis Lowen Luca Lucas Luke Mason Matthew Max Michael Morgan Mylor
Nathan Nathaniel Nicholas Noah Oliver Oscar Otis Otto Owen Patrick Perran Peter Piran Quentin Rafe Ralph Reece Reuben
Rhys Riley Robert Robin Rory Ross Rowan Ryan Sam Samuel Santiago Sebastian Stanley Stefan Tobias Toby Theo Thomas Tom
Tristan Tyler Umar Victor Vincent Wilfred William Yusuf Zac Zachary Zane
""".split()

SURNAMES = """
Abbott Adams Ahmed Allen Andrews Angove Archer Ashworth Atkins Bailey Baker Ball Barker Barnes Bartlett Bate Beck Bell
Bennett Berry Best Bickford Bird Bishop Blackwell Bolitho Bond Booth Bowden Bradley Bray Brewer Briggs Brooks Brown
Bryant Bull Burgess Burrows Bush Butler Byrne Carr Carter Chambers Chan Chapman Chenoweth Chopra Clark Clemo Cole Collins
Cook Cooper Couch Cox Craze Crocker Cross Curnow Curtis Dale Daniels Davey Davies Dawson Day Dean Dingle Dixon Doyle
Drew Duncan Dunn Dyer Eddy Edwards Ellery Elliott Evans Farrow Fenner Field Fisher Fletcher Ford Foster Fox Francis
Freeman French Frost Fuller Gale Gardner George Gibson Gilbert Giles Gill Goldsworthy Goodwin Grant Gray Green Griffin
Grose Gundry Hale Hall Hancock Harding Harper Harris Harvey Hawke Hawkins Hayes Heath Hicks Hill Hocking Holland Hollow
Holmes Hooper Hosking Howard Hudson Hughes Hunt Hussain Ivey Jackson James Jenkin Jenkins Johns Jones Jory Joseph Kaur
Keast Kelly Kemp Kent Khan King Kitto Knight Kowalski Lamb Lander Lane Lawrence Lawson Lee Lewis Lloyd Lobb Long Lowe
Lugg Lynch Maddern Mann Marsh Martin Mason Matthews May Mellow Menear Miller Mills Mitchell Moore Morgan Morris Moyle
Murphy Murray Nance Newton Nicholls Nowak Oates Oliver Opie Osborne Owen Page Palmer Parker Parnell Parsons Pascoe Patel
Payne Pearce Penrose Perry Peters Phillips Pierce Pollard Poole Popescu Porter Potter Powell Price Quick Quinn Randall
Reed Reid Retallack Reynolds Rice Richards Roach Roberts Robins Rogers Rosevear Rowe Rowse Rule Rundle Russell Ryan
Sanders Saunders Scott Sharp Shaw Shepherd Simmons Simpson Skinner Sleeman Smith Snell Spargo Spencer Stacey Stephens
Stevens Stewart Stone Sutton Symons Tangye Taylor Thomas Thompson Toms Tonkin Treloar Trethewey Trudgian Tucker
Turner Uren Varcoe Vincent Vivian Wade Walker Wallis Walsh Ward Warren Waters Watson Watts Webb Webster Wells West
White Wilcox Wilkes Williams Willis Wilson Winn Wood Woods Woolcock Wright Wyatt Yelland Young Zhang
""".split()
