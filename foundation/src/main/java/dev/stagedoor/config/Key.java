// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.config;

import dev.stagedoor.kernel.Secret;
import dev.stagedoor.kernel.Setting;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * One key: {@code http.request_timeout}, which is {@code STAGEDOOR_HTTP_REQUEST_TIMEOUT} in the environment.
 *
 * @param path    its name
 * @param type    the type of its value
 * @param setting its description, default and bounds
 */
record Key(String path, Type type, Setting setting) {
    private static final String SUFFIX_FILE = "_file";

    /** A section's keys, in the order of its record's components, including those of nested records and enum maps. */
    static List<Key> of(String prefix, Class<?> type) {
        List<Key> keys = new ArrayList<>();
        for (RecordComponent component : type.getRecordComponents()) {
            add(keys, prefix + '.' + snake(component.getName()), component.getGenericType(), setting(component));
        }
        return keys;
    }

    private static void add(List<Key> keys, String path, Type type, Setting setting) {
        if (type instanceof Class<?> plain && plain.isRecord() && !Values.isValue(plain)) {
            keys.addAll(of(path, plain));
        } else if (type instanceof ParameterizedType map && map.getRawType() == Map.class) {
            for (Object constant : ((Class<?>) map.getActualTypeArguments()[0]).getEnumConstants()) {
                add(keys, path + '.' + word(constant), map.getActualTypeArguments()[1], setting);
            }
        } else {
            keys.add(new Key(path, type, setting));
        }
    }

    private static Setting setting(RecordComponent component) {
        Setting setting = component.getAnnotation(Setting.class);
        if (setting == null) {
            throw new IllegalArgumentException(
                    component.getDeclaringRecord().getName() + '.' + component.getName() + " has no @Setting");
        }
        return setting;
    }

    /** {@code requestTimeout} as {@code request_timeout}. */
    static String snake(String camel) {
        StringBuilder snake = new StringBuilder();
        for (int i = 0; i < camel.length(); i++) {
            char c = camel.charAt(i);
            snake.append(Character.isUpperCase(c) ? "_" + Character.toLowerCase(c) : String.valueOf(c));
        }
        return snake.toString();
    }

    /** An enum constant as it is written. */
    static String word(Object constant) {
        return ((Enum<?>) constant).name().toLowerCase(Locale.ROOT);
    }

    String variable() {
        return "STAGEDOOR_" + path.replace('.', '_').toUpperCase(Locale.ROOT);
    }

    boolean isSecret() {
        return type == Secret.class
                || Values.optional(type).filter(Secret.class::equals).isPresent();
    }

    /** The key that can name a file with the secret instead of the secret itself. */
    String filePath() {
        return path + SUFFIX_FILE;
    }

    String fileVariable() {
        return variable() + "_FILE";
    }

    boolean isRequired() {
        return setting.initial().equals(Setting.REQUIRED)
                && Values.optional(type).isEmpty();
    }
}
