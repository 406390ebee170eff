// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.telephony.carrier;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.xml.sax.SAXException;

/** A document as a parser reads it. */
public record ParsedXml(String name, Map<String, String> attributes, String text, List<ParsedXml> children) {
    /** The document of an answer. */
    public static ParsedXml of(CarrierAnswer answer) {
        return of(answer.body().revealText());
    }

    /** A document. */
    public static ParsedXml of(String document) {
        try {
            DocumentBuilderFactory parsers = DocumentBuilderFactory.newDefaultInstance();
            parsers.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
            parsers.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
            return of(parsers.newDocumentBuilder()
                    .parse(new ByteArrayInputStream(document.getBytes(StandardCharsets.UTF_8)))
                    .getDocumentElement());
        } catch (ParserConfigurationException | SAXException | IOException e) {
            throw new IllegalStateException(document, e);
        }
    }

    private static ParsedXml of(Element element) {
        Map<String, String> attributes = new TreeMap<>();
        for (int i = 0; i < element.getAttributes().getLength(); i++) {
            Node attribute = element.getAttributes().item(i);
            attributes.put(attribute.getNodeName(), attribute.getNodeValue());
        }
        StringBuilder text = new StringBuilder();
        List<ParsedXml> children = new ArrayList<>();
        for (Node node = element.getFirstChild(); node != null; node = node.getNextSibling()) {
            if (node instanceof Element child) {
                children.add(of(child));
            } else {
                text.append(node.getNodeValue());
            }
        }
        return new ParsedXml(element.getTagName(), attributes, text.toString(), children);
    }

    /** The only element inside. */
    public ParsedXml only() {
        if (children.size() != 1) {
            throw new AssertionError(name + " has " + children.size() + " elements");
        }
        return children.getFirst();
    }
}
