from django.db import migrations

# Whoever can write a row could write where a shelter is. So the database looks at both ends whenever one changes,
# and holds the other end still meanwhile.
GUARDS = """
CREATE FUNCTION sec.directory_sealed_place() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE service_is_sealed boolean; place_is_sealed boolean;
BEGIN
    SELECT is_sealed_location INTO service_is_sealed FROM directory_service WHERE id = NEW.service_id FOR SHARE;
    SELECT is_sealed INTO place_is_sealed FROM directory_location WHERE id = NEW.location_id FOR SHARE;
    IF service_is_sealed <> place_is_sealed THEN
        RAISE EXCEPTION 'a sealed service is at sealed places only, and no other service is'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'sealed_service_at_sealed_place';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER sealed_place BEFORE INSERT OR UPDATE ON directory_serviceatlocation
    FOR EACH ROW EXECUTE FUNCTION sec.directory_sealed_place();

CREATE FUNCTION sec.directory_sealed_ends() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE fits boolean;
BEGIN
    IF TG_TABLE_NAME = 'directory_service' THEN
        SELECT NOT EXISTS (SELECT FROM directory_serviceatlocation p JOIN directory_location l ON l.id = p.location_id
                            WHERE p.service_id = NEW.id AND l.is_sealed <> NEW.is_sealed_location) INTO fits;
    ELSE
        SELECT NOT EXISTS (SELECT FROM directory_serviceatlocation p JOIN directory_service s ON s.id = p.service_id
                            WHERE p.location_id = NEW.id AND s.is_sealed_location <> NEW.is_sealed) INTO fits;
    END IF;
    IF NOT fits THEN
        RAISE EXCEPTION 'a sealed service is at sealed places only, and no other service is'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'sealed_service_at_sealed_place';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER sealed_ends BEFORE UPDATE OF is_sealed_location ON directory_service
    FOR EACH ROW EXECUTE FUNCTION sec.directory_sealed_ends();
CREATE TRIGGER sealed_ends BEFORE UPDATE OF is_sealed ON directory_location
    FOR EACH ROW EXECUTE FUNCTION sec.directory_sealed_ends();

CREATE FUNCTION sec.directory_sealed_change() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
    IF NEW."group" = 'place' AND EXISTS (SELECT FROM directory_service WHERE id = NEW.service_id AND is_sealed_location)
    THEN
        RAISE EXCEPTION 'where a sealed service is stands in no proposed change'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'sealed_service_at_sealed_place';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER sealed_change BEFORE INSERT OR UPDATE ON directory_change
    FOR EACH ROW EXECUTE FUNCTION sec.directory_sealed_change();
"""
NO_GUARDS = """
DROP TRIGGER sealed_place ON directory_serviceatlocation;
DROP TRIGGER sealed_ends ON directory_service;
DROP TRIGGER sealed_ends ON directory_location;
DROP TRIGGER sealed_change ON directory_change;
DROP FUNCTION sec.directory_sealed_place();
DROP FUNCTION sec.directory_sealed_ends();
DROP FUNCTION sec.directory_sealed_change();
"""


class Migration(migrations.Migration):
    dependencies = [("directory", "0011_addresses_become_places"), ("access", "0002_row_security")]

    operations = [
        migrations.RemoveConstraint(model_name="service", name="sealed_service_has_no_address"),
        migrations.RemoveField(model_name="service", name="address"),
        migrations.RunSQL(GUARDS, NO_GUARDS),
    ]
