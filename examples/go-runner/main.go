// A runner for evenloop in Go: the protocol of docs/writing-a-runner.md over stdin and stdout.
package main

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"os"
	"regexp"
	"runtime"
	"slices"
	"strings"
	"unicode/utf8"
)

var (
	version   = strings.TrimPrefix(runtime.Version(), "go")
	workloads = map[string]func(*kit) (*workload, error){"timers.sleep_loop": openSleepLoop, "io_fanout.tcp_echo": openEcho}
)

func main() {
	if os.Args[1] == "--version" {
		fmt.Println(version, "go")
		return
	}
	var schema object
	content, err := os.ReadFile(os.Args[1])
	if err = errors.Join(err, json.Unmarshal(content, &schema)); err != nil {
		panic(err)
	}
	lines := make(chan []byte)
	go func() {
		for in := bufio.NewReader(os.Stdin); ; {
			line, err := in.ReadBytes('\n')
			if err != nil {
				os.Exit(0) // also in the middle of a round
			}
			lines <- line[:len(line)-1]
		}
	}()
	out := json.NewEncoder(os.Stdout)
	for s := (&session{state: "hello", schema: schema}); ; {
		out.Encode(s.answer(<-lines)) // who reads no answer closes stdin, too
	}
}

type session struct {
	state                      string // hello, ready, prepared or finished
	schema                     object
	kit                        *kit
	workload                   *workload
	rounds, operations, events int
}

func (s *session) answer(line []byte) object {
	m, err := s.parse(line)
	if err != nil {
		return object{"kind": "refused", "id": nil, "code": "bad-message", "reason": err.Error()}
	}
	reply, err := s.carryOut(m)
	if err != nil {
		reply = object{"kind": "failed", "code": "error", "message": err.Error(), "definite": false}
	}
	reply["id"] = m["id"]
	return reply
}

func refused(code, reason string) (object, error) {
	return object{"kind": "refused", "code": code, "reason": reason}, nil
}

func (s *session) carryOut(m object) (object, error) {
	kind, isPrepared := m.text("kind"), s.state == "prepared"
	switch {
	case kind == "hello" && s.state == "hello" && m.number("protocol") != 1:
		return refused("unsupported", "this runner speaks protocol 1")
	case kind == "hello" && s.state == "hello":
		s.state = "ready"
		return ready(), nil
	case kind == "clock" && s.state != "hello":
		return object{"kind": "clock", "nowNs": now()}, nil
	case kind == "prepare" && s.state == "ready":
		return s.prepare(m)
	case kind == "round" && isPrepared:
		return s.round(m)
	case kind == "finish" && isPrepared:
		s.state = "finished"
		s.workload.close()
		return object{"kind": "finished", "totals": object{"rounds": s.rounds, "slices": 0, "operations": s.operations, "events": s.events}}, nil
	}
	return refused("bad-state", kind+" cannot come now")
}

func ready() object {
	executable, _ := os.Executable()
	scenarios := []object{}
	for id := range workloads {
		scenarios = append(scenarios, object{"id": id, "styles": []string{"goroutines"}})
	}
	return object{
		"kind": "ready", "protocol": 1, "scenarios": scenarios, "capabilities": []string{},
		"runner":  object{"id": "go", "version": "0.1.0", "homepage": ""},
		"runtime": object{"name": "go", "version": version, "loop": "Go scheduler", "implementation": "go", "executable": executable},
		"clock":   object{"name": "CLOCK_MONOTONIC", "resolutionNs": 1, "epochNs": nil},
	}
}

func (s *session) prepare(m object) (object, error) {
	open, known := workloads[m.text("scenario")]
	if !known || m["style"] != "goroutines" {
		return refused("unsupported", "there is no such workload")
	}
	k := newKit(m)
	opened, err := open(k)
	if err != nil {
		return refused("bad-params", err.Error())
	}
	s.state, s.kit, s.workload = "prepared", k, opened
	return object{"kind": "prepared", "endpoints": k.published}, nil
}

func (s *session) round(m object) (object, error) {
	s.kit.begin(m)
	used, start := measure(), now()
	operations, err := s.workload.round()
	end, resources := now(), used()
	s.kit.level = "none"
	counts, digests := s.kit.form()
	samples, events, failure := s.kit.segments()
	s.rounds, s.operations, s.events = s.rounds+1, s.operations+operations, s.events+len(s.kit.keys)
	return object{
		"kind": "rounded", "round": m["round"], "startNs": start, "endNs": end, "operations": operations, "counts": counts,
		"digests": digests, "samples": samples, "events": events, "resources": resources,
	}, errors.Join(err, failure)
}

type object map[string]any

func (o object) of(name string) object   { field, _ := o[name].(map[string]any); return field }
func (o object) text(name string) string { text, _ := o[name].(string); return text }
func (o object) number(name string) int  { return int(o.bound(name, 0)) }
func (o object) bound(name string, otherwise float64) float64 {
	if number, ok := o[name].(float64); ok {
		return number
	}
	return otherwise
}

// admits answers whether a value keeps a schema. Sizes are those of numbers, texts and lists.
func (o object) admits(value any) bool {
	isOneOf := func(choice any) bool { return object(choice.(map[string]any)).admits(value) }
	if choices, ok := o["anyOf"].([]any); ok {
		return slices.ContainsFunc(choices, isOneOf)
	}
	kind, size, isRight := "null", 0.0, true
	switch found := value.(type) {
	case string:
		kind, size = "string", float64(utf8.RuneCountInString(found))
		isRight = regexp.MustCompile(o.text("pattern")).MatchString(found)
	case float64:
		kind, size = "number", found
		isRight = o["type"] != "integer" || found == math.Trunc(found)
	case []any:
		kind, size = "array", float64(len(found))
		isRight = !slices.ContainsFunc(found, func(item any) bool { return !o.of("items").admits(item) })
	case map[string]any:
		kind, isRight = "object", o.admitsFields(found)
	case bool:
		kind = "boolean"
	}
	least := o.bound("minimum", o.bound("minLength", math.Inf(-1)))
	most := o.bound("maximum", o.bound("maxLength", o.bound("maxItems", math.Inf(1))))
	constant, isConstant := o["const"]
	isKind := kind == o["type"] || kind == "number" && o["type"] == "integer"
	return isRight && isKind && size >= least && size <= most && (!isConstant || constant == value)
}

func (o object) admitsFields(found object) bool {
	required, _ := o["required"].([]any)
	if slices.ContainsFunc(required, func(name any) bool { _, isThere := found[name.(string)]; return !isThere }) {
		return false
	}
	for name, field := range found {
		schema := o.of("properties").of(name)
		if all := o.of("patternProperties"); all != nil {
			schema = all.of("^.*$")
		}
		if schema != nil && !schema.admits(field) {
			return false
		}
	}
	return true
}

func (s *session) parse(line []byte) (message object, err error) {
	err = json.Unmarshal(line, &message)
	if err == nil && (len(line) > 1<<20 || !utf8.Valid(line) || !s.schema.admits(map[string]any(message))) {
		err = errors.New("no message of the harness is like this")
	}
	return message, err
}
