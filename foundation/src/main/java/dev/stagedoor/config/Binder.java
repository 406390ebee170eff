// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.config;

import dev.stagedoor.kernel.Secret;
import dev.stagedoor.kernel.Setting;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Creates a section's record from the values found; reports every invalid component. */
final class Binder {
    private final Map<String, Found> found;
    private final List<String> problems;

    Binder(Map<String, Found> found, List<String> problems) {
        this.found = found;
        this.problems = problems;
    }

    /** The record, unless a component is invalid. */
    <T extends Record> Optional<T> bind(String prefix, Class<T> type) {
        RecordComponent[] components = type.getRecordComponents();
        List<@Nullable Object> arguments = new ArrayList<>();
        for (RecordComponent component : components) {
            String path = prefix + '.' + Key.snake(component.getName());
            arguments.add(component(path, component.getGenericType(), component.getAnnotation(Setting.class)));
        }
        return arguments.contains(null) ? Optional.empty() : make(prefix, type, components, arguments);
    }

    private <T extends Record> Optional<T> make(
            String prefix, Class<T> type, RecordComponent[] components, List<@Nullable Object> arguments) {
        Class<?>[] types =
                Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
        try {
            Constructor<T> canonical = type.getDeclaredConstructor(types);
            canonical.setAccessible(true);
            return Optional.of(canonical.newInstance(arguments.toArray()));
        } catch (InvocationTargetException e) {
            String why = e.getCause() instanceof IllegalArgumentException bad
                    ? String.valueOf(bad.getMessage())
                    : "cannot be used";
            problems.add(why.startsWith(prefix + '.') ? why : prefix + ": " + why);
            return Optional.empty();
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(type + " cannot be made", e);
        }
    }

    private @Nullable Object component(String path, Type type, Setting setting) {
        if (type instanceof Class<?> plain && plain.isRecord() && !Values.isValue(plain)) {
            return bind(path, plain.asSubclass(Record.class)).orElse(null);
        }
        if (type instanceof ParameterizedType map && map.getRawType() == Map.class) {
            return map(path, map, setting);
        }
        return value(new Key(path, type, setting));
    }

    private @Nullable Object map(String path, ParameterizedType type, Setting setting) {
        Map<Object, Object> values = new LinkedHashMap<>();
        boolean whole = true;
        for (Object constant : ((Class<?>) type.getActualTypeArguments()[0]).getEnumConstants()) {
            Object value = component(path + '.' + Key.word(constant), type.getActualTypeArguments()[1], setting);
            whole &= value != null;
            if (value != null) {
                values.put(constant, value);
            }
        }
        return whole ? values : null;
    }

    private @Nullable Object value(Key key) {
        Found file = key.isSecret() ? found.get(key.filePath()) : null;
        Found direct = found.get(key.path());
        if (file != null && direct != null) {
            return refused(key, direct.where(), "is set, and so is " + key.filePath() + "; set only one");
        }
        if (file != null) {
            return fromFile(key, file);
        }
        if (direct == null) {
            return initial(key);
        }
        if (key.isSecret() && !direct.isClosed()) {
            return refused(
                    key,
                    direct.where(),
                    "a file that contains a secret must be readable by its owner only:"
                            + " chmod 600 it, or name a separate file with " + key.filePath());
        }
        return converted(key, direct);
    }

    private @Nullable Object initial(Key key) {
        if (!key.setting().initial().equals(Setting.REQUIRED)) {
            return converted(key, Found.text(key.setting().initial(), "default", true));
        }
        if (key.isRequired()) {
            String orFile = key.isSecret() ? ", " + key.filePath() + " or " + key.fileVariable() : "";
            problems.add(key.path() + ": must be set, here or as " + key.variable() + orFile + " ("
                    + key.setting().value() + ')');
            return null;
        }
        return Optional.empty();
    }

    private @Nullable Object converted(Key key, Found from) {
        try {
            return wrapped(key, Values.of(key.type(), from, key.setting()));
        } catch (IllegalArgumentException e) {
            return refused(key, from.where(), key.isSecret() ? "cannot be used" : String.valueOf(e.getMessage()));
        }
    }

    private @Nullable Object fromFile(Key key, Found file) {
        try {
            Secret secret = SecretFile.read(Path.of(file.texts().getFirst()));
            return wrapped(key, secret);
        } catch (InvalidPathException e) {
            return refused(key, file.where(), "is not a valid file name");
        } catch (IllegalArgumentException e) {
            return refused(key, file.where(), String.valueOf(e.getMessage()));
        }
    }

    private static Object wrapped(Key key, Object value) {
        return Values.optional(key.type()).isPresent() ? Optional.of(value) : value;
    }

    private @Nullable Object refused(Key key, String where, String why) {
        problems.add(key.path() + " (" + where + "): " + why);
        return null;
    }
}
