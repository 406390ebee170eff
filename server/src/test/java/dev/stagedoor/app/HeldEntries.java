// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.app;

import com.github.benmanes.caffeine.cache.Cache;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Counts the entries of every cache, map and collection that our objects hold, however they are nested, by the field that
 * holds them: so a cache that somebody adds tomorrow is counted too.
 */
final class HeldEntries {
    private static final String OURS = "dev.stagedoor.";

    private final SortedMap<String, Long> counts = new TreeMap<>();
    private final Set<Object> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    private final Deque<Found> open = new ArrayDeque<>();

    private record Found(String field, Object value) {}

    private HeldEntries() {}

    /** The counts of what can be reached from that object: {@code Snapshot.parts} and so on. */
    static SortedMap<String, Long> of(Object root) {
        HeldEntries held = new HeldEntries();
        held.add("", root);
        while (!held.open.isEmpty()) {
            held.visit(held.open.removeLast());
        }
        return held.counts;
    }

    private void add(String field, @Nullable Object value) {
        if (value != null && seen.add(value)) {
            open.add(new Found(field, value));
        }
    }

    private void visit(Found found) {
        String field = found.field();
        switch (found.value()) {
            case Cache<?, ?> cache -> {
                cache.cleanUp();
                visit(new Found(field, cache.asMap()));
            }
            case Map<?, ?> map -> {
                counts.merge(field, (long) map.size(), Long::sum);
                map.forEach((key, value) -> {
                    add(field, key);
                    add(field, value);
                });
            }
            case Collection<?> all -> {
                counts.merge(field, (long) all.size(), Long::sum);
                all.forEach(one -> add(field, one));
            }
            case Object[] all -> {
                for (Object one : all) {
                    add(field, one);
                }
            }
            case Optional<?> one -> add(field, one.orElse(null));
            case AtomicReference<?> one -> add(field, one.get());
            default -> fields(found.value());
        }
    }

    /** Other people's objects are not looked into; lambdas of ours are. */
    private void fields(Object owner) {
        for (Class<?> type = owner.getClass(); type != null && type.getName().startsWith(OURS); ) {
            for (Field field : type.getDeclaredFields()) {
                if (!field.getType().isPrimitive() && !field.getType().isEnum()) {
                    add(type.getSimpleName() + '.' + field.getName(), value(field, owner));
                }
            }
            type = type.getSuperclass();
        }
    }

    private static @Nullable Object value(Field field, Object owner) {
        try {
            field.setAccessible(true);
            return field.get(Modifier.isStatic(field.getModifiers()) ? null : owner);
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(field.toString(), e);
        }
    }
}
