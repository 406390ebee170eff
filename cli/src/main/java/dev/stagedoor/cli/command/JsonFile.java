// SPDX-License-Identifier: Apache-2.0
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

/** Reads an API record from a file, or from standard input for {@code -}. */
public final class JsonFile {
    private static final int MOST = 1024 * 1024;

    private JsonFile() {}

    /** Reads strictly: a field that the API does not know is an error. */
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
                throw new UsageException(name + " must contain a JSON object");
            }
            return value;
        } catch (UnrecognizedPropertyException e) {
            throw new UsageException(name + ": unknown field " + e.getPropertyName());
        } catch (JsonProcessingException e) {
            String place =
                    e.getLocation() == null ? "" : " at line " + e.getLocation().getLineNr();
            throw new UsageException(
                    name + " is not valid JSON for this command" + place + ": " + e.getOriginalMessage());
        } catch (IOException e) {
            throw new UsageException("cannot read " + name + ": " + e.getClass().getSimpleName());
        }
    }
}
