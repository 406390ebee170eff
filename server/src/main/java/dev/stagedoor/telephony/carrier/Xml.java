// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.telephony.carrier;

import dev.stagedoor.kernel.PlainText;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.regex.Pattern;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/**
 * An element of a document for a carrier: TwiML, TeXML or Plivo's XML. What is written is what a parser reads.
 *
 * <p>Control characters are refused, also those few that XML can carry: a parser would read a line break in an attribute as a
 * space, and nothing that is dialled has one.
 */
public final class Xml {
    private static final Pattern NAME = Pattern.compile("[A-Za-z][A-Za-z0-9]*");

    /** The JDK's own, whatever else is on the class path. */
    private static final XMLOutputFactory WRITERS = XMLOutputFactory.newDefaultFactory();

    private final String name;
    private final SequencedMap<String, String> attributes = new LinkedHashMap<>();
    private final List<Xml> children = new ArrayList<>();
    private String text = "";

    private Xml(String name) {
        this.name = name;
    }

    /** An empty element. */
    public static Xml element(String name) {
        return new Xml(named(name));
    }

    /**
     * With an attribute.
     *
     * @throws IllegalArgumentException if the value cannot be written, without quoting it
     */
    public Xml attribute(String key, String value) {
        attributes.put(named(key), writable(value));
        return this;
    }

    /** With an element inside. */
    public Xml child(Xml child) {
        children.add(child);
        return this;
    }

    /**
     * With text, before the elements inside.
     *
     * @throws IllegalArgumentException if it cannot be written, without quoting it
     */
    public Xml text(String content) {
        text = writable(content);
        return this;
    }

    private static String named(String name) {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("not a name for an element or attribute");
        }
        return name;
    }

    private static String writable(String text) {
        boolean forbidden = text.chars().anyMatch(c -> Character.isISOControl(c) || c == 0xFFFE || c == 0xFFFF);
        if (forbidden || !PlainText.isStorable(text)) {
            throw new IllegalArgumentException("the text has a character that is not written in XML");
        }
        return text;
    }

    /** The document with this element at its root. */
    public String document() {
        StringWriter text = new StringWriter();
        try {
            XMLStreamWriter xml = WRITERS.createXMLStreamWriter(text);
            xml.writeStartDocument("UTF-8", "1.0");
            write(xml);
            xml.writeEndDocument();
            xml.close();
        } catch (XMLStreamException e) {
            throw new IllegalStateException("a string can be written to", e);
        }
        return text.toString();
    }

    private void write(XMLStreamWriter xml) throws XMLStreamException {
        xml.writeStartElement(name);
        for (var attribute : attributes.entrySet()) {
            xml.writeAttribute(attribute.getKey(), attribute.getValue());
        }
        xml.writeCharacters(text);
        for (Xml child : children) {
            child.write(xml);
        }
        xml.writeEndElement();
    }

    /** Without what is inside, which may be secret. */
    @Override
    public String toString() {
        return '<' + name + '>';
    }
}
