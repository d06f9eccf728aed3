"""A job profile as a schema.org Occupation, for readers of linked data."""

from typing import Any

import rfc8785

from schemas.profile import JobProfile, Requirement, RequirementKind, SourceReference

# Inline: a reader need not load anything. The namespace is spelled as in schema.org's own context, so that
# the nodes meet those of pages that use it. https://schema.org/Occupation
_CONTEXT: dict[str, Any] = {
    "@vocab": "http://schema.org/",
    "url": {"@type": "@id"},
    "datePublished": {"@type": "Date"},
    "dateModified": {"@type": "Date"},
}
HEAD = b'{"@context":' + rfc8785.dumps(_CONTEXT) + b',"@graph":['
TAIL = b"]}"

_PROPERTIES: dict[RequirementKind, str] = {
    "education": "educationRequirements",
    "experience": "experienceRequirements",
    "skill": "skills",
    "language": "skills",
    "licence": "qualifications",
    "physical": "qualifications",
    "other": "qualifications",
}


def occupation(profile: JobProfile) -> bytes:
    """Return the profile as one JSON-LD node, to stand in the graph between HEAD and TAIL.

    Occupation has no property for a source or a licence: both stand at `subjectOf`, the page that was read.
    """
    node: dict[str, Any] = {
        "@id": f"urn:jobprofiles:profile:{profile.id}",
        "@type": "Occupation",
        "identifier": profile.id,
        "name": profile.title,
        "alternateName": list(profile.aliases),
        "description": profile.summary,
        "responsibilities": [task.text for task in profile.tasks],
        **_requirements(profile.requirements),
        "occupationalCategory": [
            {"@type": "CategoryCode", "codeValue": code.code, "inCodeSet": code.scheme}
            for code in profile.codes
        ],
        "url": profile.url,
        "subjectOf": _page(profile),
    }
    return rfc8785.dumps(_told(node))


def _requirements(requirements: tuple[Requirement, ...]) -> dict[str, list[str]]:
    grouped: dict[str, list[str]] = {}
    for requirement in requirements:
        grouped.setdefault(_PROPERTIES[requirement.kind], []).append(requirement.text)
    return grouped


def _page(profile: JobProfile) -> dict[str, Any]:
    source = profile.source
    publisher = {"@type": "Organization", "name": source.publisher} if source.publisher else None
    page = {
        "@type": "WebPage",
        "url": profile.url,
        "inLanguage": profile.language,
        "datePublished": profile.published,
        "dateModified": profile.modified,
        "isPartOf": {"@type": "WebSite", "identifier": source.id, "name": source.name},
        "publisher": publisher,
        "creditText": source.attribution,
        **_licence(source),
    }
    return _told(page)


def _licence(source: SourceReference) -> dict[str, Any]:
    if source.licence is None:
        return {"usageInfo": "No licence is known."}
    if source.licence.startswith(("https://", "http://")):
        return {"license": {"@id": source.licence}}
    return {"license": {"@type": "CreativeWork", "name": source.licence}}


def _told(node: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in node.items() if value not in (None, [])}
