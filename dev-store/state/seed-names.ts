/** Names as people there are really called, surnames in both forms where the language has two. */
export interface Country {
  code: string;
  locale: string;
  share: number;
  /** Before seven more digits; in ranges kept for fiction where the country has one. */
  phone: string;
  phoneDigits: number;
  mail: string[];
  women: string[];
  men: string[];
  /** One surname, or "masculine/feminine". */
  surnames: string[];
  cities: string[];
}

const words = (text: string) => text.trim().split(/\s*,\s*/);

export const countries: Country[] = [
  {
    code: "PL", locale: "pl", share: 40, phone: "+4850000", phoneDigits: 4, mail: ["poczta.example", "example.com", "example.org"],
    women: words("Anna, Katarzyna, Magdalena, Agnieszka, Joanna, Karolina, Natalia, Zuzanna, Maja, Aleksandra, Ewa, Monika, Marta, Paulina, Justyna, Weronika, Dominika, Alicja, Hanna, Kinga, Beata, Sylwia, Iga, Łucja, Helena"),
    men: words("Piotr, Krzysztof, Tomasz, Paweł, Michał, Marcin, Jakub, Adam, Łukasz, Mateusz, Kamil, Bartosz, Szymon, Wojciech, Grzegorz, Rafał, Filip, Antoni, Stanisław, Igor"),
    surnames: words("Kowalski/Kowalska, Wiśniewski/Wiśniewska, Wójcik, Kowalczyk, Kamiński/Kamińska, Lewandowski/Lewandowska, Zieliński/Zielińska, Szymański/Szymańska, Woźniak, Dąbrowski/Dąbrowska, Kozłowski/Kozłowska, Jankowski/Jankowska, Mazur, Kwiatkowski/Kwiatkowska, Krawczyk, Piotrowski/Piotrowska, Grabowski/Grabowska, Pawłowski/Pawłowska, Michalski/Michalska, Król, Wieczorek, Jabłoński/Jabłońska, Wróbel, Majewski/Majewska, Stępień, Malinowski/Malinowska, Górski/Górska, Rutkowski/Rutkowska, Sikora, Baran, Szewczyk, Ostrowski/Ostrowska, Pietrzak, Duda, Czarnecki/Czarnecka"),
    cities: words("Warszawa, Kraków, Wrocław, Poznań, Gdańsk, Łódź, Katowice, Lublin, Szczecin, Bolesławiec, Toruń, Białystok"),
  },
  {
    code: "CZ", locale: "cs", share: 20, phone: "+42060100", phoneDigits: 4, mail: ["posta.example", "example.com", "example.net"],
    women: words("Jana, Eva, Hana, Lenka, Kateřina, Lucie, Petra, Veronika, Tereza, Markéta, Barbora, Klára, Kristýna, Eliška, Adéla, Zuzana, Michaela, Anežka, Alžběta, Dagmar"),
    men: words("Jan, Tomáš, Martin, Jakub, Lukáš, Ondřej, Vojtěch, David, Filip, Pavel, Jiří, Marek, Matěj, Adam, Josef, Václav, Michal, Štěpán"),
    surnames: words("Novák/Nováková, Svoboda/Svobodová, Novotný/Novotná, Černý/Černá, Procházka/Procházková, Kučera/Kučerová, Veselý/Veselá, Horák/Horáková, Němec/Němcová, Pokorný/Pokorná, Marek/Marková, Hájek/Hájková, Král/Králová, Růžička/Růžičková, Beneš/Benešová, Fiala/Fialová, Sedláček/Sedláčková, Doležal/Doležalová, Zeman/Zemanová, Kolář/Kolářová, Krejčí, Čermák/Čermáková, Urban/Urbanová, Vaněk/Vaňková, Blažek/Blažková, Kratochvíl/Kratochvílová, Bartoš/Bartošová, Říha/Říhová"),
    cities: words("Praha, Brno, Ostrava, Plzeň, Liberec, Olomouc, České Budějovice, Hradec Králové, Pardubice, Zlín"),
  },
  {
    code: "DE", locale: "de", share: 17, phone: "+4915550", phoneDigits: 6, mail: ["post.example", "example.com", "example.net"],
    women: words("Anna, Lena, Julia, Katharina, Sophie, Marie, Laura, Hannah, Johanna, Clara, Franziska, Theresa, Miriam, Nina, Greta, Charlotte, Ida, Paula"),
    men: words("Lukas, Jonas, Felix, Maximilian, Paul, Leon, Moritz, Jan, Tim, Niklas, Simon, Tobias, Florian, Sebastian, Emil, Anton"),
    surnames: words("Müller, Schmidt, Schneider, Fischer, Weber, Meyer, Wagner, Becker, Schulz, Hoffmann, Koch, Bauer, Richter, Klein, Wolf, Schröder, Neumann, Schwarz, Zimmermann, Braun, Krüger, Hofmann, Lange, Vogel, Keller, Günther"),
    cities: words("Berlin, Hamburg, München, Köln, Leipzig, Dresden, Frankfurt am Main, Stuttgart, Görlitz, Bremen"),
  },
  {
    code: "GB", locale: "en", share: 10, phone: "+447700900", phoneDigits: 3, mail: ["mail.example", "example.com", "example.org"],
    women: words("Olivia, Amelia, Charlotte, Isla, Grace, Alice, Florence, Poppy, Harriet, Eleanor, Imogen, Zara, Priya, Beatrice"),
    men: words("Oliver, George, Harry, Jack, Arthur, Thomas, Henry, Edward, Callum, Rory, Samuel, Hugo, Imran, Theo"),
    surnames: words("Smith, Jones, Taylor, Brown, Williams, Wilson, Johnson, Davies, Patel, Robinson, Wright, Thompson, Evans, Walker, Hughes, Green, Hall, Wood, Harris, Baker, Khan, Fletcher"),
    cities: words("London, Manchester, Bristol, Edinburgh, Leeds, Brighton, Sheffield, Glasgow, York, Bath"),
  },
  {
    code: "FR", locale: "fr", share: 7, phone: "+3363998", phoneDigits: 4, mail: ["courrier.example", "example.com"],
    women: words("Camille, Léa, Manon, Chloé, Inès, Juliette, Louise, Élise, Margaux, Mathilde, Anaïs, Hélène"),
    men: words("Hugo, Louis, Gabriel, Arthur, Jules, Antoine, Théo, Clément, Rémi, Julien, Étienne"),
    surnames: words("Martin, Bernard, Dubois, Thomas, Robert, Petit, Durand, Leroy, Moreau, Laurent, Lefèvre, Roux, Fournier, Girard, Mercier, Blanc, Garnier, Faure"),
    cities: words("Paris, Lyon, Bordeaux, Nantes, Lille, Strasbourg, Toulouse, Rennes"),
  },
  {
    code: "IT", locale: "it", share: 6, phone: "+39320000", phoneDigits: 4, mail: ["posta.example", "example.com"],
    women: words("Giulia, Sofia, Chiara, Martina, Francesca, Elena, Alessia, Beatrice, Valentina, Ilaria"),
    men: words("Lorenzo, Matteo, Alessandro, Luca, Davide, Marco, Federico, Giacomo, Niccolò"),
    surnames: words("Rossi, Russo, Ferrari, Esposito, Bianchi, Romano, Colombo, Ricci, Marino, Greco, Conti, De Luca, Costa, Fontana, Moretti, Rizzo"),
    cities: words("Milano, Roma, Torino, Bologna, Firenze, Trieste, Verona, Genova"),
  },
];
