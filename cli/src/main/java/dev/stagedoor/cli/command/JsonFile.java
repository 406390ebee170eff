package dev.stagedoor.cli.command;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import dev.stagedoor.cli.console.Shell;
import dev.stagedoor.client.http.WireJson;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** A record of the API out of a file, or out of standard input where the file is called {@code -}. */
public final class JsonFile {
    private static final int MOST = 1024 * 1024;

    private JsonFile() {}

    /** Reads it strictly: a field that the API does not know is a mistake in the file. */
    public static <T> T read(Shell shell, Path name, Class<T> type) {
        boolean piped = name.toString().equals("-");
        try (InputStream in = piped ? shell.in() : Files.newInputStream(shell.file(name))) {
            byte[] json = in.readNBytes(MOST + 1);
            if (json.length > MOST) {
                throw new UsageException(name + " is longer than " + MOST + " bytes");
            }
            T value = WireJson.mapper()
                    .readerFor(type)
                    .with(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                    .without(DeserializationFeature.READ_UNKNOWN_ENUM_VALUES_AS_NULL)
                    .readValue(json);
            if (value == null) {
                throw new UsageException(name + " must hold a JSON object");
            }
            return value;
        } catch (UnrecognizedPropertyException e) {
            throw new UsageException(name + ": there is no field " + e.getPropertyName());
        } catch (JsonProcessingException e) {
            String place =
                    e.getLocation() == null ? "" : " at line " + e.getLocation().getLineNr();
            throw new UsageException(name + " is not the JSON that is wanted" + place + ": " + e.getOriginalMessage());
        } catch (IOException e) {
            throw new UsageException("cannot read " + name + ": " + e.getClass().getSimpleName());
        }
    }
}
