-- DOC, XLS, PPT and RTF are looked through now. What was read before that has not been: whoever is to decide on it is
-- told so ('unread_parts'), and without row 0 it is looked through when it is made public.
DELETE FROM hidden_texts WHERE content_hash IN (SELECT hash FROM contents WHERE media_type IN
    ('application/msword', 'application/vnd.ms-excel', 'application/vnd.ms-powerpoint', 'application/rtf'));
INSERT INTO hidden_texts (content_hash, number, place, text)
    SELECT hash, 1, 'unread_parts', 'not_looked' FROM contents WHERE media_type IN
    ('application/msword', 'application/vnd.ms-excel', 'application/vnd.ms-powerpoint', 'application/rtf')
    AND outcome <> 'unread';
