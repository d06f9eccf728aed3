"""What broken pages are broken with: tags, attributes, words, charsets, and pieces of markup gone wrong."""

CHARSETS = (
    "utf-8 utf-16 utf-16-le utf-16-be utf-32 latin-1 cp1252 cp1251 shift_jis gb18030 koi8-r utf-7 ascii cp437"
).split()
DECLARED = [*CHARSETS, "", "none", "x-user-defined", "utf8;", '"utf-8', "\xc3\xa9"]
"""Charsets as a header or the page may declare them."""
TAGS = (
    "a abbr article aside b body br button caption dd del details div dl dt em fieldset figure footer form frameset"
    " h1 h2 h3 h4 h5 h6 head header html i iframe img input label legend li main math menu meta nav noscript object"
    " ol option p plaintext pre script section select small span strong style summary sup svg table tbody td"
    " template textarea tfoot th thead title tr u ul video x-y"
).split()
ATTRIBUTES = (
    'id="a"', 'id="', 'class="c"', "hidden", 'hidden="until-found"', 'role="tab" aria-controls="a"', 'lang="de"',
    'role="heading" aria-level="2"', 'role="heading" aria-level="-1"', 'aria-expanded="false"', 'itemprop="skills"',
    'aria-labelledby="a"', 'href="#a"', 'href="http://[::1"', 'itemscope itemtype="https://schema.org/Occupation"',
    'style="display:none"', 'rowspan="1000" colspan="1000"', "<", "=", "a=b=c", "title='",
)  # fmt: skip
WORDS = (
    "Gilder", "Tasks", "Requirements:", "Also known as", "Lay the leaf", "You must have:", "• one", "salary",
    "a degree is required", "Aufgaben", "Kenntnisse", "&amp;lt;b&amp;gt;", "1. two", "\u00ad", "<", "(GI)",
    "Gilders, also called leafers, lay gold.", "2 May 2023", "ISCO-08 1234", "What does a gilder do?",
)  # fmt: skip
_ENTITIES = (
    "&", "&#0;", "&#xD800;", "&#x110000;", "&#99999999999;", "&nbsp", "&amp;amp;lt;", "&notit;", "&lt;b&gt;", "&quot;",
)  # fmt: skip
_SIGNS = (
    "\x00", "\x00" * 50, "\ufeff", "\u202e", "\u200b", "e\u0301\u0301", "\ud800", "\U0001f600", "\x85", "\xa0", "\f",
    "\x1b", "{", "\\u0000", "also known as ", " or ", ", ", "(", ")", ":", "\n\n", "\t", "\u2022 ",
)  # fmt: skip
_MARKUP = (
    "<", ">", "<!", "<!--", "-->", "--!>", "<!--->", "<![CDATA[", "]]>", "<?xml?>", "</", "</p>", "<p/>", "<a <b>",
    "<br/><br>", "</body>", "</html>", "<plaintext>", "<template>", "<table><p>", "<select><option>", "<svg><p>",
    "<math><mi>", "<script>", "</script>", "<style>", "<textarea>", "<title>", "<noscript>", "<base href=//x>",
    '<meta charset="utf-16">', "<frameset>", '<link rel=canonical href="http://[">',
    '<meta property="og:title" content="&lt;b&gt;x">',
    '<script type="application/ld+json">{"@type":"Occupation","name":["a"],"skills":{"@id":"#a"}}</script>',
    '<script type="application/ld+json">[[[{"@graph":[{"@type":["JobPosting",3]}]}',
)  # fmt: skip
PIECES = [piece.encode("utf-8", "surrogatepass") for piece in (*_ENTITIES, *_SIGNS, *_MARKUP)]
