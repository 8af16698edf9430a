package profiler

import (
	"compress/gzip"
	"encoding/binary"
	"errors"
	"io"
	"path/filepath"
	"strings"
)

// What runtime/pprof writes is a gzipped message of Protocol Buffers, profile.proto of github.com/google/pprof.

var errMalformed = errors.New("the profile is malformed")

// fields visits the fields of a message: numbers as they are, what has a length as bytes.
func fields(message []byte, visit func(field int, number uint64, content []byte)) error {
	for len(message) > 0 {
		tag, size := binary.Uvarint(message)
		if size <= 0 {
			return errMalformed
		}
		message = message[size:]
		number, size := binary.Uvarint(message)
		if size <= 0 {
			return errMalformed
		}
		message = message[size:]
		switch field, kind := int(tag>>3), tag&7; {
		case kind == 0:
			visit(field, number, nil)
		case kind == 2 && number <= uint64(len(message)):
			visit(field, 0, message[:number])
			message = message[number:]
		default:
			return errMalformed
		}
	}
	return nil
}

// numbers are those of a repeated field, whether they are packed or not.
func numbers(number uint64, content []byte) []uint64 {
	if content == nil {
		return []uint64{number}
	}
	var found []uint64
	for len(content) > 0 {
		value, size := binary.Uvarint(content)
		if size <= 0 {
			break
		}
		found, content = append(found, value), content[size:]
	}
	return found
}

// sample has its innermost place first.
type sample struct {
	locations []uint64
	values    []uint64
}

// function has the places of its name and its file among the texts.
type function struct {
	name, file uint64
}

type profile struct {
	samples []sample
	// lines are the functions at each place, the innermost first where some are inlined.
	lines     map[uint64][]uint64
	functions map[uint64]function
	texts     []string
}

func parse(message []byte) (p profile, err error) {
	p.lines, p.functions = map[uint64][]uint64{}, map[uint64]function{}
	var problems []error
	err = fields(message, func(field int, _ uint64, content []byte) {
		switch field {
		case 2:
			problems = append(problems, p.sample(content))
		case 4:
			problems = append(problems, p.location(content))
		case 5:
			problems = append(problems, p.function(content))
		case 6:
			p.texts = append(p.texts, string(content))
		}
	})
	for _, problem := range problems {
		if problem != nil {
			return p, problem
		}
	}
	return p, err
}

func (p *profile) sample(message []byte) error {
	var one sample
	err := fields(message, func(field int, number uint64, content []byte) {
		switch field {
		case 1:
			one.locations = append(one.locations, numbers(number, content)...)
		case 2:
			one.values = append(one.values, numbers(number, content)...)
		}
	})
	p.samples = append(p.samples, one)
	return err
}

func (p *profile) location(message []byte) (err error) {
	var id uint64
	var functions []uint64
	outer := fields(message, func(field int, number uint64, content []byte) {
		switch field {
		case 1:
			id = number
		case 4:
			err = fields(content, func(field int, number uint64, _ []byte) {
				if field == 1 {
					functions = append(functions, number)
				}
			})
		}
	})
	p.lines[id] = functions
	if outer != nil {
		return outer
	}
	return err
}

func (p *profile) function(message []byte) error {
	var id uint64
	var one function
	err := fields(message, func(field int, number uint64, _ []byte) {
		switch field {
		case 1:
			id = number
		case 2:
			one.name = number
		case 4:
			one.file = number
		}
	})
	p.functions[id] = one
	return err
}

func (p *profile) text(place uint64) string {
	if place < uint64(len(p.texts)) {
		return p.texts[place]
	}
	return ""
}

// frame is a function and its file with the folder that has it.
func (p *profile) frame(id uint64) string {
	function := p.functions[id]
	file := p.text(function.file)
	short := filepath.Join(filepath.Base(filepath.Dir(file)), filepath.Base(file))
	return strings.Map(func(character rune) rune {
		if strings.ContainsRune(";\r\n", character) {
			return ','
		}
		return character
	}, p.text(function.name)+" ("+short+")")
}

// fold returns samples by stack, the outermost frame first, and how many there are.
func fold(written io.Reader) (stacks map[string]uint64, count uint64, err error) {
	plain, err := gzip.NewReader(written)
	if err != nil {
		return nil, 0, err
	}
	message, err := io.ReadAll(plain)
	if err != nil {
		return nil, 0, err
	}
	profile, err := parse(message)
	stacks = map[string]uint64{}
	for _, sample := range profile.samples {
		var frames []string
		for index := len(sample.locations) - 1; index >= 0; index-- {
			functions := profile.lines[sample.locations[index]]
			for inner := len(functions) - 1; inner >= 0; inner-- {
				frames = append(frames, profile.frame(functions[inner]))
			}
		}
		if len(frames) > 0 && len(sample.values) > 0 {
			stacks[strings.Join(frames, ";")] += sample.values[0]
			count += sample.values[0]
		}
	}
	return stacks, count, err
}
