from django.db import migrations

# A service had one address; it becomes a place of its organisation, and the service is there.
MOVE = """
INSERT INTO directory_location (id, code, organisation_id, names, address, region, ways, accessibility, is_sealed)
SELECT gen_random_uuid(), code, organisation_id, '{}', address,
       CASE WHEN cardinality(regions) = 1 THEN regions[1] ELSE '' END, '{}', '{}', false
  FROM directory_service WHERE address <> '';
INSERT INTO directory_serviceatlocation (id, service_id, location_id)
SELECT gen_random_uuid(), s.id, l.id FROM directory_service s JOIN directory_location l USING (code);
"""
BACK = """
UPDATE directory_service s SET address = l.address FROM directory_location l WHERE l.code = s.code;
DELETE FROM directory_serviceatlocation;
DELETE FROM directory_location;
"""


class Migration(migrations.Migration):
    dependencies = [("directory", "0010_what_hsds_asks")]

    operations = [migrations.RunSQL(MOVE, BACK)]
