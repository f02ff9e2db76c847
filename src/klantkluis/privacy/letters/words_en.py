"""What letters about requests say in English, in plain words and with the law beside them."""

from typing import Final

from klantkluis.privacy.letters.kinds import LetterKind
from klantkluis.privacy.letters.wording import Language, Text
from klantkluis.privacy.rules import Ground, IdentityMethod, RequestKind

_AUTHORITY: Final = (
    "You can also complain to the Dutch data protection authority, the Autoriteit Persoonsgegevens"
    " (PO Box 93374, 2509 AJ The Hague, autoriteitpersoonsgegevens.nl)."
)
_COMPLAINT: Final = (
    "If you do not agree with this answer, please tell us, and we will look at it again. "
    + _AUTHORITY
    + " And you can ask the court to decide; do so within six weeks after you received this letter"
    " (articles 77 and 79 of the General Data Protection Regulation, the GDPR, and article 35 of"
    " the Dutch GDPR Implementation Act)."
)
_NO_ANSWER_YET: Final = (
    "If you do not agree with this delay, please tell us. "
    + _AUTHORITY
    + " If you have no answer on the day that is named, you can also ask the court to decide; there"
    " is no time limit for that then (articles 77 and 79 of the General Data Protection"
    " Regulation, the GDPR, and article 35(2) of the Dutch GDPR Implementation Act)."
)
_NO_DECISION: Final = (
    "If you do not agree, please tell us, and we will look at it again. "
    + _AUTHORITY
    + " And you can go to court (articles 77 and 79 of the General Data Protection Regulation, the"
    " GDPR)."
)
_RIGHTS: Final = (
    "You can always ask us to correct or erase data, or not to use them for the time being. You"
    " can object to their use, and withdraw a consent that you gave. It costs you nothing"
    " (articles 7 and 16 to 21 GDPR)."
)
_WAITS: Final = (
    "They are waiting for you in your account in our web shop, encrypted: only you can open"
    " them. Log in to collect them. You can do so up to and including {waits}; after that"
    " they go from there by themselves."
)
_RECEIVERS: Final = (
    "These recipients had received data about you before. We have told them what has changed"
    " (article 19 GDPR):\n{receivers}"
)

WORDS: Final = Language(
    salutation="Dear {name},",
    salutation_nobody="Dear Sir or Madam,",
    farewell="Kind regards,",
    our_reference="Our reference",
    asked={
        RequestKind.ACCESS: "your request for access to your data",
        RequestKind.PORTABILITY: "your request to take your data with you",
        RequestKind.RECTIFICATION: "your request to correct your data",
        RequestKind.ERASURE: "your request to erase your data",
        RequestKind.RESTRICTION: "your request not to use your data for the time being",
        RequestKind.OBJECTION: "your objection to the use of your data",
        RequestKind.WITHDRAWAL: "the withdrawal of your consent",
        RequestKind.COMPLAINT: "your complaint",
    },
    texts={
        LetterKind.ACKNOWLEDGEMENT: Text(
            "We have received {asked}",
            (
                "On {received} we received {asked}. We have started on it. The number is {number};"
                " please mention it when you call or write to us.",
                "You will have our answer as soon as possible, and on {due} at the latest. If that"
                " cannot be done, we will tell you before that day, with the reason. It costs you"
                " nothing.",
                "If you want to add something, simply reply to this letter or e-mail.",
            ),
        ),
        LetterKind.IDENTITY: Text(
            "We want to be sure that it is you",
            (
                "On {received} we received {asked} (number {number}). Before we do anything with"
                " it, we want to be sure that the question comes from you. That keeps anybody else"
                " from getting your data, or from having them changed or erased.",
                "{identity}",
                "Please do not send us a copy of your passport or identity card: we do not need"
                " one, and we do not keep one.",
                "We can go on as soon as we have heard from you.",
                "{pause}",
            ),
        ),
        LetterKind.EXTENSION: Text(
            "We need more time for {asked}",
            (
                "On {received} we received {asked} (number {number}). We are not able to answer"
                " within a month, and we are sorry about that.",
                "The reason is: {reason}",
                "You will have our answer on {until} at the latest. The law allows this for"
                " complex requests, or when there are many at the same time (article 12(3) GDPR).",
                "{complaint}",
            ),
        ),
        LetterKind.ACCESS: Text(
            "The data that we hold about you",
            (
                "On {received} you asked us which data we hold about you (number {number}). Yes,"
                " we hold data about you. You receive a complete copy of them, with the"
                " documents as you received them from us.",
                _WAITS,
                "{held}",
                "The overview says for each part what we use the data for and why we may, which"
                " kinds of data they are, from whom we received them, to whom we gave them and how"
                " long we keep them. You also see when and for what your data were looked at.",
                "We have given data about you to these recipients:\n{receivers}",
                "If data go to a country outside the European Economic Area, that is said with the"
                " recipient, and how they are protected there. Nothing about you is decided by a"
                " computer alone, and we make no profile of you.",
                "Data about others are not in it: they have a right to protection too (article"
                " 15(4) GDPR). Where something in a text was hidden for that, the copy shows it,"
                " with the reason.",
                _RIGHTS,
                "{complaint}",
            ),
        ),
        LetterKind.PORTABILITY: Text(
            "Your data to take with you",
            (
                "On {received} you asked us for the data that you gave us, so that you can use"
                " them elsewhere (number {number}). Here they are.",
                _WAITS,
                "The data are in files that other programs can read (JSON and CSV), with a"
                " description of what each field means. They are what you gave us yourself and"
                " what followed from your orders. What we only keep because of the law, or worked"
                " out ourselves, is not part of it (article 20 GDPR).",
                "We keep your data as well: taking them with you does not erase them. If you want"
                " us to erase them, you can ask for that separately.",
                "{complaint}",
            ),
        ),
        LetterKind.NOTHING_HELD: Text(
            "We hold no data about you",
            (
                "On {received} we received {asked} (number {number}). We have searched with what"
                " you told us, and found nothing. So we hold no data about you, other than your"
                " request itself and this letter.",
                "If you may be a customer under another name or with another address, please tell"
                " us, and we will search again.",
                "We keep your request and our answer for five years, to be able to show that we"
                " handled it properly. After that they are erased.",
                "{complaint}",
            ),
        ),
        LetterKind.RECTIFIED: Text(
            "Your data have been corrected",
            (
                "On {received} you asked us to correct or complete your data (number {number})."
                " We have done so. The new data apply from now on.",
                "This has changed:\n{changes}",
                "Invoices and other documents that were sent before stay as they were: the law"
                " does not allow us to change them (article 52 of the Dutch General Tax Act). If"
                " something on an invoice is wrong, we issue a credit note and a new invoice.",
                _RECEIVERS,
                "{complaint}",
            ),
        ),
        LetterKind.ERASED: Text(
            "Your data have been erased",
            (
                "On {received} you asked us to erase your data (number {number}). We have done so."
                " Nobody can read them any more, not even in our backups.",
                "This has been erased:\n{went}",
                "We keep only your request and this letter for another five years, to be able to"
                " show that we handled it properly (articles 5(2) and 17(3)(e) GDPR). After that"
                " they go as well.",
                _RECEIVERS,
                "{complaint}",
            ),
        ),
        LetterKind.ERASED_PARTLY: Text(
            "Your data have been erased, except for a part",
            (
                "On {received} you asked us to erase your data (number {number}). What we were"
                " allowed to erase has been erased. The law makes us keep a part. Below you read"
                " what, why, and until when.",
                "This has been erased:\n{went}",
                "This we still keep:\n{stays}",
                "We use what stays for nothing else: it is locked away, and only who works on the"
                " books or the taxes can look at it, with a reason. On the day that is named it"
                " goes by itself; you do not have to do anything.",
                "We keep your request and this letter for five years, to be able to show that we"
                " handled it properly (articles 5(2) and 17(3)(e) GDPR).",
                _RECEIVERS,
                "{complaint}",
            ),
        ),
        LetterKind.RESTRICTED: Text(
            "We do not use your data for the time being",
            (
                "On {received} you asked us not to use your data for the time being (number"
                " {number}). That is how it is now. We still keep them and do nothing else with"
                " them: you receive no newsletter and no reminder, and we give them to nobody.",
                "We do record payments that you make: the law demands it. We may also use the data"
                " to defend a right, or when you ask us to (article 18(2) GDPR).",
                "Before we use your data again, we will tell you.",
                _RECEIVERS,
                "{complaint}",
            ),
        ),
        LetterKind.LIFTING: Text(
            "We are going to use your data again",
            (
                "On {received} you asked us not to use your data for the time being (number"
                " {number}). The reason for that is over: {reason}",
                "From one week after this letter we use your data again as our privacy statement"
                " says. We have to tell you so beforehand (article 18(3) GDPR).",
                "{complaint}",
            ),
        ),
        LetterKind.OBJECTION_HONOURED: Text(
            "We stop using your data",
            (
                "On {received} you objected to the use of your data (number {number}). Your"
                " objection is right: we do not use your data for that any more.",
                "If you objected to advertising, you will not receive it from us any more. To keep"
                " it that way we keep that you objected (article 21(3) GDPR).",
                "About an order, invoice or payment we can still write to you.",
                "{complaint}",
            ),
        ),
        LetterKind.OBJECTION_REFUSED: Text(
            "Our answer to your objection",
            (
                "On {received} you objected to the use of your data (number {number}). We have"
                " weighed your interest against ours. We go on using the data for this, for the"
                " following reason: {reason}",
                "The law allows that when there are compelling reasons that weigh more, or when it"
                " is needed for a legal claim (article 21(1) GDPR). You can always object to"
                " advertising; then we stop at once.",
                "{complaint}",
            ),
        ),
        LetterKind.CONSENT_WITHDRAWN: Text(
            "Your consent has been withdrawn",
            (
                "On {received} you withdrew your consent (number {number}). That is done: you will"
                " not receive our newsletter any more. What was done with your consent before"
                " then remains lawful (article 7(3) GDPR).",
                "We keep that you gave your consent and withdrew it, to be able to show it. About"
                " an order, invoice or payment we can still write to you.",
                "{complaint}",
            ),
        ),
        LetterKind.COMPLAINT_ANSWERED: Text(
            "Our answer to your complaint",
            (
                "On {received} we received your complaint (number {number}). Thank you for telling"
                " us what went wrong.",
                "This is our answer: {reason}",
                "{complaint}",
            ),
        ),
        LetterKind.REFUSAL: Text(
            "Our answer to {asked}",
            (
                "On {received} we received {asked} (number {number}). We cannot do what you ask."
                " Below you read why.",
                "{ground}",
                "{complaint}",
            ),
        ),
    },
    identity={
        IdentityMethod.EMAIL_CODE: (
            "This letter goes to the e-mail address in our records. Your code is {code}. Send us"
            " that code, or tell it on the telephone. We need nothing more.",
        ),
        IdentityMethod.LETTER_CODE: (
            "This letter goes to the address in our records. Your code is {code}. Send us that"
            " code, or tell it on the telephone. We need nothing more.",
        ),
        IdentityMethod.KNOWS_DOCUMENT: (
            "Please tell us the number of an order or invoice that you received from us, with the"
            " amount that it shows. We need nothing more.",
        ),
    },
    grounds={
        Ground.UNFOUNDED: (
            "Your request is manifestly unfounded. The law then allows us not to act on it"
            " (article 12(5) GDPR). We find so for this reason: {reason}",
        ),
        Ground.EXCESSIVE: (
            "Your request is excessive, above all because it is repeated. The law then allows us"
            " not to act on it (article 12(5) GDPR). We find so for this reason: {reason}",
        ),
        Ground.NOT_IDENTIFIED: (
            "We asked you to show that the question comes from you, and we cannot establish it."
            " Then we may not give, change or erase any data: they may be somebody else's"
            " (articles 11(2) and 12(6) GDPR). If you can still show it, we will still handle your"
            " request. {reason}",
        ),
        Ground.LAW_KEEPS: (
            "The law demands that we keep these data: our records have to stay complete for seven"
            " years (article 52 of the Dutch General Tax Act; article 17(3)(b) GDPR). What this"
            " means for your data: {reason}",
            "Once that term is over, the data go by themselves.",
        ),
        Ground.CLAIMS: (
            "We still need the data for a matter between you and us that is not finished (article"
            " 17(3)(e) GDPR). It is about: {reason}",
            "Once that is finished, you can ask again.",
        ),
        Ground.COMPELLING: (
            "We have weighed your interest against ours. There are compelling reasons that weigh"
            " more (article 21(1) GDPR): {reason}",
        ),
        Ground.ACCURATE: (
            "We have checked, and as far as we know the data are correct (article 16 GDPR). We"
            " base that on the following: {reason}",
            "If you want your statement to be kept with the data, please tell us, and we will do"
            " so.",
        ),
        Ground.OTHERS: (
            "With this answer we would disclose data about others, and they have a right to"
            " protection too (article 15(4) GDPR). It is about: {reason}",
        ),
    },
    complaint=_COMPLAINT,
    no_answer_yet=_NO_ANSWER_YET,
    no_decision=_NO_DECISION,
    pause="Until then the term for our answer is suspended (article 12(3) and (6) GDPR).",
    held="– {what}. What for: {purpose}. Why we may: {basis}. Kinds of data: {categories}."
    " From whom: {source}. To whom: {recipients}. How long: {kept}.",
    enclosed={
        LetterKind.ACCESS: "Overview of your data, with documents",
        LetterKind.PORTABILITY: "Your data as JSON and CSV, with a description",
    },
)
