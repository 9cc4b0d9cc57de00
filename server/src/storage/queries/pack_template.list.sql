SELECT id, name, kind, body FROM pack_templates ORDER BY name, id
