// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.db;

import dev.stagedoor.kernel.Secret;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.sql.Types;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Collection;
import java.util.Optional;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.argument.Argument;
import org.jdbi.v3.core.config.ConfigRegistry;
import org.jdbi.v3.core.mapper.ColumnMapper;
import org.jdbi.v3.core.mapper.RowMapper;
import org.jdbi.v3.core.mapper.reflect.ConstructorMapper;
import org.jdbi.v3.core.spi.JdbiPlugin;
import org.jdbi.v3.postgres.PostgresPlugin;
import org.jspecify.annotations.Nullable;

/**
 * How Java values map to columns, in every statement:
 *
 * <ul>
 *   <li>{@link Instant} is {@code timestamptz}, {@link Hash} is {@code bytea};
 *   <li>a record whose only component is {@code String value} (an id) is its text, so a malformed one is refused;
 *   <li>any other record is a row: its components are the columns of that name ({@code createdAt}: {@code created_at}).
 *       A record with a {@link Secret} is refused.
 * </ul>
 */
final class SqlTypes implements JdbiPlugin {
    /** Computed once per type: every id bound to a statement needs it. */
    private static final ClassValue<Optional<RecordComponent>> TEXT = new ClassValue<>() {
        @Override
        protected Optional<RecordComponent> computeValue(Class<?> type) {
            RecordComponent[] components = type.isRecord() ? type.getRecordComponents() : new RecordComponent[0];
            return components.length == 1
                            && components[0].getType() == String.class
                            && components[0].getName().equals("value")
                    ? Optional.of(components[0])
                    : Optional.empty();
        }
    };

    @Override
    public void customizeJdbi(Jdbi jdbi) {
        jdbi.installPlugin(new PostgresPlugin());
        jdbi.registerArgument(SqlTypes::argument);
        jdbi.registerColumnMapper(Instant.class, (rs, column, ctx) -> {
            OffsetDateTime at = rs.getObject(column, OffsetDateTime.class);
            return at == null ? null : at.toInstant();
        });
        jdbi.registerColumnMapper(Hash.class, (rs, column, ctx) -> {
            byte[] bytes = rs.getBytes(column);
            return bytes == null ? null : Hash.of(bytes);
        });
        jdbi.registerColumnMapper(SqlTypes::text);
        jdbi.registerRowMapper(SqlTypes::row);
    }

    private static Optional<Argument> argument(Type type, Object value, ConfigRegistry config) {
        return switch (value) {
            case Instant at ->
                Optional.of((position, statement, ctx) ->
                        statement.setObject(position, at.atOffset(ZoneOffset.UTC), Types.TIMESTAMP_WITH_TIMEZONE));
            case Hash hash -> Optional.of((position, statement, ctx) -> statement.setBytes(position, hash.bytes()));
            case Record id
            when isText(id.getClass()) -> {
                String text = (String) call(TEXT.get(id.getClass()).orElseThrow(), id);
                yield Optional.of((position, statement, ctx) -> statement.setString(position, text));
            }
            case null, default -> Optional.empty();
        };
    }

    private static Optional<ColumnMapper<?>> text(Type type, ConfigRegistry config) {
        if (!(type instanceof Class<?> id) || !isText(id)) {
            return Optional.empty();
        }
        return Optional.of((rs, column, ctx) -> {
            String text = rs.getString(column);
            return text == null ? null : construct(id, text);
        });
    }

    private static Optional<RowMapper<?>> row(Type type, ConfigRegistry config) {
        if (!(type instanceof Class<?> row) || !row.isRecord() || isText(row)) {
            return Optional.empty();
        }
        if (Arrays.stream(row.getRecordComponents()).anyMatch(each -> each.getType() == Secret.class)) {
            throw new IllegalArgumentException(row + " contains a Secret; rows hold sealed data only");
        }
        return Optional.of(ConstructorMapper.of(canonical(row)));
    }

    /** Stored records are package-private; JDBI by itself would only call public constructors. */
    private static Constructor<?> canonical(Class<?> row) {
        Class<?>[] types = Arrays.stream(row.getRecordComponents())
                .map(RecordComponent::getType)
                .toArray(Class<?>[]::new);
        try {
            Constructor<?> constructor = row.getDeclaredConstructor(types);
            constructor.setAccessible(true);
            return constructor;
        } catch (NoSuchMethodException e) {
            throw new IllegalStateException("every record has its canonical constructor", e);
        }
    }

    private static boolean isText(Class<?> type) {
        return TEXT.get(type).isPresent();
    }

    /** Receives one component of a record: its name, value and type. */
    interface Binding {
        Object to(String name, @Nullable Object value, Type type);
    }

    /** Passes each component to {@code binding}; a collection of texts as an array. */
    static void components(Record row, Binding binding) {
        for (RecordComponent each : row.getClass().getRecordComponents()) {
            Object value = call(each, row);
            if (value instanceof Collection<?> texts) {
                binding.to(each.getName(), texts.toArray(new String[0]), String[].class);
            } else {
                binding.to(each.getName(), value, each.getGenericType());
            }
        }
    }

    private static @Nullable Object call(RecordComponent component, Record row) {
        try {
            component.getAccessor().setAccessible(true);
            return component.getAccessor().invoke(row);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("cannot read " + row.getClass(), e);
        }
    }

    private static Object construct(Class<?> id, String text) {
        try {
            return canonical(id).newInstance(text);
        } catch (InvocationTargetException e) {
            throw new IllegalArgumentException("not a " + id.getSimpleName(), e.getCause());
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("cannot make " + id, e);
        }
    }
}
